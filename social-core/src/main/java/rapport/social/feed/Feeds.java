package rapport.social.feed;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.member.Members;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordRef;
import rapport.social.record.RecordView;
import rapport.social.record.RecordViews;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.space.Spaces;
import rapport.social.thread.PostPages;
import rapport.social.thread.PostView;
import rapport.social.topic.Topics;

/** Feeds for a reader. */
@Component
public class Feeds {
    static final int COUNT_CAP = 99;

    private final FeedQuery query;
    private final MentionQuery mentionQuery;
    private final OpenQuestions openQuestions;
    private final FeedMarks marks;
    private final PostPages pages;
    private final Records records;
    private final RecordViews recordViews;
    private final Members members;
    private final Spaces spaces;
    private final Topics topics;
    private final Streams streams;

    Feeds(
            FeedQuery query,
            MentionQuery mentionQuery,
            OpenQuestions openQuestions,
            FeedMarks marks,
            PostPages pages,
            Records records,
            RecordViews recordViews,
            Members members,
            Spaces spaces,
            Topics topics,
            Streams streams) {
        this.query = query;
        this.mentionQuery = mentionQuery;
        this.openQuestions = openQuestions;
        this.marks = marks;
        this.pages = pages;
        this.records = records;
        this.recordViews = recordViews;
        this.members = members;
        this.spaces = spaces;
        this.topics = topics;
        this.streams = streams;
    }

    FeedView home(MemberId viewer, FeedRequest request) {
        return page(viewer, new FeedPlace.Home(), request, null, null);
    }

    FeedView company(MemberId viewer, FeedRequest request) {
        return page(viewer, new FeedPlace.Company(), request, null, null);
    }

    /** @throws Problem not found, if there is no such member */
    FeedView ofMember(MemberId viewer, MemberId id, FeedRequest request) {
        Member member = members.get(id);
        return page(viewer, new FeedPlace.OfMember(id.value()), request, null, MemberSummary.of(member));
    }

    /**
     * @param related whether an account's feed holds its contacts' and opportunities' posts too
     * @throws Problem not found, if there is no such record or the viewer may not see it
     */
    FeedView ofRecord(MemberId viewer, SubjectId id, boolean related, FeedRequest request) {
        return ofRecord(viewer, records.visibleTo(viewer, id), related, request);
    }

    /** The same, by what the CRM calls it. */
    FeedView ofRecord(MemberId viewer, RecordRef ref, boolean related, FeedRequest request) {
        return ofRecord(viewer, records.visibleTo(viewer, ref), related, request);
    }

    private FeedView ofRecord(MemberId viewer, CrmRecord record, boolean related, FeedRequest request) {
        long id = record.id().value();
        var place = record.kind() == SubjectKind.ACCOUNT && related
                ? new FeedPlace.OfAccount(id)
                : new FeedPlace.OfSubject(id);
        var view = request.pageToken() == null ? recordViews.view(viewer, record) : null;
        return page(viewer, place, request, view, null);
    }

    /** @throws Problem not found, if there is no such space or the viewer may not read it */
    FeedView ofSpace(MemberId viewer, SubjectId id, FeedRequest request) {
        return page(viewer, space(viewer, id), request, null, null);
    }

    UpdatesView updatesOfSpace(MemberId viewer, SubjectId id, @Nullable String token) {
        return updates(viewer, token, space(viewer, id));
    }

    private FeedPlace space(MemberId viewer, SubjectId id) {
        if (!spaces.get(viewer, id).readableByViewer()) {
            throw Problem.forbidden();
        }
        return new FeedPlace.OfSubject(id.value());
    }

    /** @throws Problem not found, if there is no topic of this id or name of which the viewer may see a post */
    FeedView ofTopic(MemberId viewer, String idOrName, FeedRequest request) {
        return page(viewer, topic(viewer, idOrName), request, null, null);
    }

    UpdatesView updatesOfTopic(MemberId viewer, String idOrName, @Nullable String token) {
        return updates(viewer, token, topic(viewer, idOrName));
    }

    private FeedPlace topic(MemberId viewer, String idOrName) {
        return new FeedPlace.OfTopic(topics.visibleTo(viewer, idOrName).id().value());
    }

    /** @throws Problem not found, if the viewer has no such stream */
    FeedView ofStream(MemberId viewer, StreamId id, FeedRequest request) {
        return page(viewer, stream(viewer, id), request, null, null);
    }

    UpdatesView updatesOfStream(MemberId viewer, StreamId id, @Nullable String token) {
        return updates(viewer, token, stream(viewer, id));
    }

    private FeedPlace stream(MemberId viewer, StreamId id) {
        streams.get(viewer, id);
        return new FeedPlace.OfStream(id.value());
    }

    /** Posts that name the viewer, by the latest mention. */
    FeedView mentions(MemberId viewer, FeedRequest request) {
        request.refuseOrder();
        var place = new FeedPlace.Mentions();
        var criteria = criteria(viewer, request);
        var cursor = FeedCursor.of(request.pageToken(), place, FeedOrder.ACTIVITY, criteria);
        var read = mentionQuery.read(viewer.value(), criteria, cursor, request.limit());
        var mark = marks.read(viewer.value(), FeedOrder.ACTIVITY, place, List.of());
        return new FeedView(
                null,
                null,
                pages.assemble(viewer, posts(read.items())),
                read.more() ? read.next().token(place, FeedOrder.ACTIVITY, criteria) : null,
                cursor.isFirst()
                        ? UpdatesToken.of(read.items(), List.of(), read.more(), mark.top())
                                .token(place, FeedOrder.ACTIVITY, criteria)
                        : null,
                null,
                "mention");
    }

    UpdatesView updatesOfMentions(MemberId viewer, @Nullable String token) {
        var asked = UpdatesToken.of(token, new FeedPlace.Mentions());
        return capped(mentionQuery.countNewer(viewer.value(), asked, COUNT_CAP + 1));
    }

    /** @param state unanswered (the longest wait first), mine, followed (in the home feed) or all */
    FeedView questions(MemberId viewer, @Nullable String state, FeedRequest request) {
        var criteria = criteria(viewer, request);
        if (!criteria.kinds().isEmpty() && !criteria.kinds().equals(List.of(PostKind.QUESTION))) {
            throw Problem.invalid("kind", criteria.kinds().get(0), PostKind.QUESTION);
        }
        var questions = criteria.ofKind(PostKind.QUESTION);
        String asked = state == null ? "all" : state;
        return switch (asked) {
            case "unanswered" -> unanswered(viewer, request, questions);
            case "mine" -> page(viewer, new FeedPlace.Own(), request, questions, null, null);
            case "followed" -> page(viewer, new FeedPlace.Home(), request, questions, null, null);
            case "all" -> page(viewer, new FeedPlace.Company(), request, questions, null, null);
            default -> throw Problem.invalid("state", asked, "unanswered, mine, followed, all");
        };
    }

    private FeedView unanswered(MemberId viewer, FeedRequest request, FeedCriteria criteria) {
        request.refuseOrder();
        var read = openQuestions.read(viewer.value(), criteria, request.pageToken(), request.limit());
        Map<PostId, Instant> since = new HashMap<>();
        read.items().forEach(waiting -> since.put(waiting.post(), waiting.since()));
        var posts = pages
                .assemble(
                        viewer,
                        read.items().stream().map(OpenQuestions.Waiting::post).toList())
                .stream()
                .map(post -> post.waitingSince(Objects.requireNonNull(since.get(post.id()))))
                .toList();
        return new FeedView(null, null, posts, read.next(), null, null, "wait");
    }

    UpdatesView updatesOfQuestions(MemberId viewer, @Nullable String token) {
        return updates(viewer, token, new FeedPlace.Own(), new FeedPlace.Home(), new FeedPlace.Company());
    }

    private static List<PostId> posts(List<FeedItem> items) {
        return items.stream().map(item -> new PostId(item.post())).toList();
    }

    private FeedView page(
            MemberId viewer,
            FeedPlace place,
            FeedRequest request,
            @Nullable RecordView record,
            @Nullable MemberSummary member) {
        return page(viewer, place, request, criteria(viewer, request), record, member);
    }

    private FeedView page(
            MemberId viewer,
            FeedPlace place,
            FeedRequest request,
            FeedCriteria criteria,
            @Nullable RecordView record,
            @Nullable MemberSummary member) {
        var order = request.order();
        var asked = FeedCursor.of(request.pageToken(), place, order, criteria);
        List<FeedItem> standing =
                asked.isFirst() && criteria.isAll() ? query.standing(viewer.value(), place, order) : List.of();
        var cursor = asked.isFirst() ? FeedCursor.below(standing) : asked;
        var read = query.read(viewer.value(), place, order, criteria, cursor, request.limit());
        var shown = Stream.concat(standing.stream(), read.items().stream()).toList();
        boolean home = place instanceof FeedPlace.Home;
        var mark = marks.read(viewer.value(), order, place, home ? shown : List.of());
        var posts = pages.assemble(viewer, posts(shown));
        return new FeedView(
                record,
                cursor.isFirst() ? member : null,
                home ? withReasons(viewer, shown, posts, mark) : posts,
                read.more() ? read.next().token(place, order, criteria) : null,
                cursor.isFirst()
                        ? UpdatesToken.of(read.items(), standing, read.more(), mark.top())
                                .token(place, order, criteria)
                        : null,
                mark.position(place.id()),
                order.toString());
    }

    private FeedCriteria criteria(MemberId viewer, FeedRequest request) {
        return request.criteria(topic -> {
            try {
                return topics.visibleTo(viewer, topic).id().value();
            } catch (Problem unknown) {
                throw Problem.invalid("topic", topic, "a topic's id or name");
            }
        });
    }

    private static List<PostView> withReasons(
            MemberId viewer, List<FeedItem> items, List<PostView> posts, FeedMarks.Marks marks) {
        Map<Long, FeedItem> byPost = new HashMap<>();
        items.forEach(item -> byPost.put(item.post(), item));
        return posts.stream()
                .map(post -> {
                    var item = byPost.get(post.id().value());
                    var reason = item == null ? null : marks.reason(viewer.value(), item, post);
                    return reason == null ? post : post.because(reason);
                })
                .toList();
    }

    UpdatesView updatesOfHome(MemberId viewer, @Nullable String token) {
        return updates(viewer, token, new FeedPlace.Home());
    }

    UpdatesView updatesOfCompany(MemberId viewer, @Nullable String token) {
        return updates(viewer, token, new FeedPlace.Company());
    }

    /** @throws Problem not found, if there is no such member */
    UpdatesView updatesOfMember(MemberId viewer, MemberId member, @Nullable String token) {
        members.get(member);
        return updates(viewer, token, new FeedPlace.OfMember(member.value()));
    }

    /** @throws Problem not found, if there is no such record or the viewer may not see it */
    UpdatesView updatesOfRecord(MemberId viewer, SubjectId record, @Nullable String token) {
        return updatesOf(viewer, records.visibleTo(viewer, record), token);
    }

    UpdatesView updatesOfRecord(MemberId viewer, RecordRef record, @Nullable String token) {
        return updatesOf(viewer, records.visibleTo(viewer, record), token);
    }

    private UpdatesView updatesOf(MemberId viewer, CrmRecord record, @Nullable String token) {
        long id = record.id().value();
        return updates(viewer, token, new FeedPlace.OfSubject(id), new FeedPlace.OfAccount(id));
    }

    private UpdatesView updates(MemberId viewer, @Nullable String token, FeedPlace... places) {
        var asked = UpdatesToken.of(token, places);
        int count = query.countNewer(viewer.value(), asked, COUNT_CAP + 1);
        return capped(count);
    }

    private static UpdatesView capped(int count) {
        return new UpdatesView(Math.min(count, COUNT_CAP), count > COUNT_CAP);
    }
}
