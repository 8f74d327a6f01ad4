package rapport.social.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.member.Members;
import rapport.social.post.PostId;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordRef;
import rapport.social.record.RecordView;
import rapport.social.record.RecordViews;
import rapport.social.record.Records;
import rapport.social.shared.Page;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.thread.PostPages;
import rapport.social.thread.PostView;

/** Feeds for a reader. */
@Component
public class Feeds {
    static final int COUNT_CAP = 99;

    private final FeedQuery query;
    private final FeedMarks marks;
    private final PostPages pages;
    private final Records records;
    private final RecordViews recordViews;
    private final Members members;

    Feeds(
            FeedQuery query,
            FeedMarks marks,
            PostPages pages,
            Records records,
            RecordViews recordViews,
            Members members) {
        this.query = query;
        this.marks = marks;
        this.pages = pages;
        this.records = records;
        this.recordViews = recordViews;
        this.members = members;
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
                : new FeedPlace.OfRecord(id);
        var view = request.pageToken() == null ? recordViews.view(viewer, record) : null;
        return page(viewer, place, request, view, null);
    }

    private FeedView page(
            MemberId viewer,
            FeedPlace place,
            FeedRequest request,
            @Nullable RecordView record,
            @Nullable MemberSummary member) {
        var order = FeedOrder.of(request.order());
        var filter = FeedFilter.of(request.filter());
        int limit = Page.limit(request.limit());
        var cursor = FeedCursor.of(request.pageToken(), place, order, filter);
        var read = query.read(viewer.value(), place, order, filter, cursor, limit);
        var places = new ArrayList<Long>();
        places.add(place.id());
        if (place instanceof FeedPlace.Home) {
            for (FeedItem item : read.items()) {
                places.add(item.subject());
                if (item.author() != null) {
                    places.add(item.author());
                }
            }
        }
        var mark = marks.read(viewer.value(), order, places);
        var posts = pages.assemble(
                viewer,
                read.items().stream().map(item -> new PostId(item.post())).toList());
        return new FeedView(
                record,
                cursor.isFirst() ? member : null,
                place instanceof FeedPlace.Home ? withReasons(viewer, read.items(), posts, mark) : posts,
                read.more() ? read.next().token(place, order, filter) : null,
                cursor.isFirst()
                        ? UpdatesToken.of(read.items(), read.more(), mark.top()).token(place, order, filter)
                        : null,
                mark.position(place.id()),
                order.toString());
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
        return updates(viewer, token, new FeedPlace.OfRecord(id), new FeedPlace.OfAccount(id));
    }

    private UpdatesView updates(MemberId viewer, @Nullable String token, FeedPlace... places) {
        var asked = UpdatesToken.of(token, places);
        int count = query.countNewer(viewer.value(), asked, COUNT_CAP + 1);
        return new UpdatesView(Math.min(count, COUNT_CAP), count > COUNT_CAP);
    }
}
