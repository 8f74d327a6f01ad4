package rapport.social.feed;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.mention.Texts;
import rapport.social.post.CreateKeys;
import rapport.social.record.Records;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.topic.Topics;

/**
 * Feeds that members mix for themselves out of records, spaces, members and topics. A stream gives no right: what its owner
 * may not see any more stays in it without a name and brings nothing.
 */
@Component
@EnableConfigurationProperties(FeedSettings.class)
class Streams {
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Topics topics;
    private final Records records;
    private final Members members;
    private final CreateKeys keys;
    private final FeedSettings settings;
    private final Clock clock;

    Streams(
            JdbcClient jdbc,
            Ids ids,
            Topics topics,
            Records records,
            Members members,
            CreateKeys keys,
            FeedSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.topics = topics;
        this.records = records;
        this.members = members;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    private record Row(long id, String name) {}

    List<StreamView> list(MemberId owner) {
        var rows = jdbc.sql("select id, name from stream where member_id = :owner order by id")
                .param("owner", owner.value())
                .query(Row.class)
                .list();
        return views(owner, rows);
    }

    /** @throws Problem not found, if there is none of the member's */
    StreamView get(MemberId owner, StreamId id) {
        return find(owner, id).orElseThrow(Problem::notFound);
    }

    private Optional<StreamView> find(MemberId owner, StreamId id) {
        return jdbc.sql("select id, name from stream where id = :id and member_id = :owner")
                .param("id", id.value())
                .param("owner", owner.value())
                .query(Row.class)
                .optional()
                .map(row -> views(owner, List.of(row)).get(0));
    }

    /**
     * Saves a stream.
     *
     * @param key the caller's name for this request, if it may come twice
     * @throws Problem if the name or a source is refused, or the member has as many streams as are allowed
     */
    @Transactional
    public StreamView add(MemberId owner, StreamChange input, @Nullable String key) {
        String name = checkedName(input.name());
        if (input.sources() == null) {
            throw Problem.required("sources");
        }
        var sources = checked(owner, input.sources(), List.of());
        var id = new StreamId(ids.next());
        var earlier = keys.claim(owner.value(), key, CreateKeys.Kind.STREAM, "me/streams", input, id.value());
        if (earlier.isPresent()) {
            return find(owner, new StreamId(earlier.get())).orElseThrow(() -> new Problem(410, "deleted"));
        }
        members.lock(owner); // two at once wait for each other: the number stays true
        int present = jdbc.sql("select count(*) from stream where member_id = :owner")
                .param("owner", owner.value())
                .query(Integer.class)
                .single();
        if (present >= settings.streams()) {
            throw Problem.tooMany("streams", present + 1, settings.streams());
        }
        jdbc.sql("insert into stream (id, member_id, name, created_at) values (:id, :owner, :name, :now)")
                .param("id", id.value())
                .param("owner", owner.value())
                .param("name", name)
                .param("now", Times.utc(clock.instant()))
                .update();
        insert(id, sources);
        return get(owner, id);
    }

    /** What is left out stays as it is. */
    @Transactional
    public StreamView change(MemberId owner, StreamId id, StreamChange change) {
        get(owner, id);
        if (change.name() != null) {
            jdbc.sql("update stream set name = :name where id = :id")
                    .param("name", checkedName(change.name()))
                    .param("id", id.value())
                    .update();
        }
        if (change.sources() != null) {
            // one that is there already may have gone out of sight since
            var present = jdbc.sql("select source_id from stream_source where stream_id = :id")
                    .param("id", id.value())
                    .query(Long.class)
                    .list();
            var sources = checked(owner, change.sources(), present);
            jdbc.sql("delete from stream_source where stream_id = :id")
                    .param("id", id.value())
                    .update();
            insert(id, sources);
        }
        return get(owner, id);
    }

    /** Twice is as once. */
    @Transactional
    public void delete(MemberId owner, StreamId id) {
        int deleted = jdbc.sql("delete from stream where id = :id and member_id = :owner")
                .param("id", id.value())
                .param("owner", owner.value())
                .update();
        if (deleted > 0) {
            jdbc.sql("delete from stream_source where stream_id = :id")
                    .param("id", id.value())
                    .update();
        }
    }

    private String checkedName(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw Problem.required("name");
        }
        String stripped = name.strip();
        Texts.requireCharacters("name", stripped);
        if (stripped.length() > StreamView.MAX_NAME) {
            throw Problem.tooLong("name", stripped.length(), StreamView.MAX_NAME);
        }
        return stripped;
    }

    /** The sources by id with their kinds, as they stand in the directory. */
    private Map<SubjectId, SubjectKind> checked(
            MemberId owner, List<StreamChange.SourceKey> named, List<Long> present) {
        // a record that was merged into another is named by its old id until the page is loaded again
        var wanted = named.stream()
                .map(key -> new StreamChange.SourceKey(key.kind(), records.current(key.id())))
                .toList();
        if (wanted.isEmpty()) {
            throw Problem.required("sources");
        }
        if (wanted.size() > settings.streamSources()) {
            throw Problem.tooMany("sources", wanted.size(), settings.streamSources());
        }
        var found = new HashMap<SubjectId, SubjectKind>();
        jdbc.sql("""
                        select sj.id, sj.kind from subject sj join subject_access s on s.subject_id = sj.id
                         where sj.id in (:ids) and (%s or sj.id in (:present))
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", owner.value())
                .param("ids", wanted.stream().map(key -> key.id().value()).toList())
                .param("present", present.isEmpty() ? List.of(-1L) : present)
                .query(row -> {
                    found.put(new SubjectId(row.getLong("id")), SubjectKind.of(row.getInt("kind")));
                });
        var checked = new LinkedHashMap<SubjectId, SubjectKind>();
        for (var key : wanted) {
            var kind = found.get(key.id());
            if (kind == null || !key.kind().equals(StreamView.kind(kind)) || !isKnown(owner, key.id(), kind, present)) {
                throw Problem.invalid("sources", key.kind() + " " + key.id(), "what one may see");
            }
            checked.put(key.id(), kind);
        }
        return checked;
    }

    /** Everybody may see the topics' own rows; a topic is known only through posts that one may see. */
    private boolean isKnown(MemberId owner, SubjectId id, SubjectKind kind, List<Long> present) {
        if (kind != SubjectKind.TOPIC || present.contains(id.value())) {
            return true;
        }
        try {
            topics.visibleTo(owner, id.toString());
            return true;
        } catch (Problem unknown) {
            return false;
        }
    }

    private void insert(StreamId stream, Map<SubjectId, SubjectKind> sources) {
        int position = 0;
        for (var source : sources.entrySet()) {
            jdbc.sql("""
                            insert into stream_source (stream_id, source_id, position, of_member, of_topic)
                            values (:stream, :source, :position, :ofMember, :ofTopic)
                            """)
                    .param("stream", stream.value())
                    .param("source", source.getKey().value())
                    .param("position", position++)
                    .param("ofMember", source.getValue() == SubjectKind.MEMBER)
                    .param("ofTopic", source.getValue() == SubjectKind.TOPIC)
                    .update();
        }
    }

    private List<StreamView> views(MemberId owner, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var sources = new HashMap<Long, List<StreamView.Source>>();
        jdbc.sql("""
                        select x.stream_id, sj.id, sj.kind,
                               case when %s and (sj.kind <> 7 or exists (
                                      select 1 from post_topic pt join post p on p.id = pt.post_id
                                        join subject_access s on s.subject_id = p.subject_id
                                       where pt.topic_id = sj.id and %s)) then sj.name end as name
                          from stream_source x join subject sj on sj.id = x.source_id
                          join subject_access s on s.subject_id = sj.id
                         where x.stream_id in (:streams) order by x.stream_id, x.position
                        """.formatted(Audience.MAY_SEE, Audience.MAY_SEE))
                .param("viewer", owner.value())
                .param("streams", rows.stream().map(Row::id).toList())
                .query(row -> {
                    sources.computeIfAbsent(row.getLong("stream_id"), stream -> new ArrayList<>())
                            .add(new StreamView.Source(
                                    StreamView.kind(SubjectKind.of(row.getInt("kind"))),
                                    new SubjectId(row.getLong("id")),
                                    row.getString("name")));
                });
        return rows.stream()
                .map(row ->
                        new StreamView(new StreamId(row.id()), row.name(), sources.getOrDefault(row.id(), List.of())))
                .toList();
    }
}
