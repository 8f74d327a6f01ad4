package rapport.social.draft;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.mention.Mentions;
import rapport.social.mention.Prose;
import rapport.social.mention.Texts;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.record.Records;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.thread.SubjectView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what members have begun to write. A draft is its writer's alone; nobody else is ever shown it, whatever rights they
 * have. The place decides whether a draft may be begun, and whether the list names it: one's own words stay readable when
 * the right to see the place is withdrawn.
 */
@Component
@EnableConfigurationProperties(DraftSettings.class)
public class Drafts {
    static final int MAX_TITLE = 300;
    private static final int EXCERPT = 120;

    private static final String TEXT_COLUMNS = "d.title, d.body, d.kind, d.extra, d.updated_at";

    /** With the place, where the viewer may still see it. */
    private static final String LIST = """
            select d.place_kind, d.place_id, d.version, d.saved_at, %s,
                   (select count(*) from draft_version v
                     where v.member_id = d.member_id and v.place_kind = d.place_kind and v.place_id = d.place_id) as versions,
                   sj.id as subject_id, sj.kind as subject_kind, sj.name as subject_name,
                   r.type as record_type, r.connection, r.external_id, r.url,
                   p.id as post_id, c.id as comment_id, p.title as post_title, p.body as post_body
              from draft d
              left join comment c on d.place_kind = 3 and c.id = d.place_id and c.deleted_at is null
              left join post p on d.place_kind > 1 and p.id = coalesce(c.post_id, d.place_id)
              left join subject_access s on s.subject_id = coalesce(p.subject_id, case when d.place_kind = 1 then d.place_id end) and %s
              left join subject sj on sj.id = s.subject_id
              left join crm_record r on r.id = s.subject_id
             where d.member_id = :viewer
            """.formatted(TEXT_COLUMNS, Audience.MAY_SEE);

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Records records;
    private final Members members;
    private final Mentions mentions;
    private final DraftSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    Drafts(
            JdbcClient jdbc,
            Ids ids,
            Records records,
            Members members,
            Mentions mentions,
            DraftSettings settings,
            JsonMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.records = records;
        this.members = members;
        this.mentions = mentions;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /** What was typed, checked. */
    private record Text(
            @Nullable String title,
            String body,
            @Nullable PostKind kind,
            @Nullable String extra,
            Instant updatedAt) {

        boolean saysTheSameAs(Text other) {
            return Objects.equals(title, other.title)
                    && body.equals(other.body)
                    && kind == other.kind
                    && Objects.equals(extra, other.extra);
        }
    }

    private record Stored(long version, Text text) {}

    private record Row(
            DraftPlace place,
            long version,
            Text text,
            Instant savedAt,
            int versions,
            @Nullable SubjectView subject,
            @Nullable PostId post,
            @Nullable CommentId comment,
            @Nullable String postTitle,
            Prose postText) {}

    /** A member's drafts, the newest first. */
    @Transactional(readOnly = true)
    public List<DraftView> of(MemberId member) {
        return views(
                member,
                jdbc.sql(LIST + " order by d.updated_at desc, d.version desc")
                        .param("viewer", member.value())
                        .query((row, number) -> row(row))
                        .list(),
                false);
    }

    /** @throws Problem not found, if the member has none there */
    @Transactional(readOnly = true)
    public DraftView get(MemberId member, DraftPlace place) {
        return one(member, current(place), false);
    }

    private DraftView one(MemberId member, DraftPlace place, boolean conflict) {
        var found = jdbc.sql(LIST + " and d.place_kind = :kind and d.place_id = :place")
                .param("viewer", member.value())
                .param("kind", place.kind().code())
                .param("place", place.id())
                .query((row, number) -> row(row))
                .list();
        return views(member, found, conflict).stream().findFirst().orElseThrow(Problem::notFound);
    }

    /**
     * Keeps what a device has. Where another device wrote since the version that this one knows, the words typed last stand
     * and the others are kept for some days.
     *
     * @throws Problem not found, if a draft is begun for a place that the member may not see, or the edit of what somebody
     *     else wrote; or if it is too long or empty, or the member has too many
     */
    @Transactional
    public DraftView save(MemberId member, DraftPlace named, NewDraft input) {
        DraftPlace place = current(named);
        Text text = checked(input);
        Optional<Stored> stored = lock(member, place);
        if (stored.isEmpty()) {
            requireMayBegin(member, place);
            if (insert(member, place, text)) {
                return one(member, place, false);
            }
            stored = lock(member, place); // two devices began at once: the other one was quicker
        }
        return one(member, place, replace(member, place, stored.orElseThrow(Problem::notFound), text, input.basedOn()));
    }

    /** @return whether two devices' words met */
    private boolean replace(MemberId member, DraftPlace place, Stored stored, Text text, @Nullable String basedOn) {
        boolean continued = Long.toString(stored.version()).equals(basedOn);
        if (text.saysTheSameAs(stored.text())) {
            return false;
        }
        if (continued || !text.updatedAt().isBefore(stored.text().updatedAt())) {
            if (!continued) {
                keep(member, place, stored.text());
            }
            update(member, place, text);
        } else {
            keep(member, place, text);
        }
        return !continued;
    }

    /** Drops a draft; twice is as once. Words that the caller has not seen are kept. */
    @Transactional
    public void delete(MemberId member, DraftPlace named, @Nullable String basedOn) {
        DraftPlace place = current(named);
        lock(member, place)
                .filter(stored ->
                        basedOn != null && !Long.toString(stored.version()).equals(basedOn))
                .ifPresent(stored -> keep(member, place, stored.text()));
        jdbc.sql("delete from draft where member_id = :member and place_kind = :kind and place_id = :place")
                .param("member", member.value())
                .param("kind", place.kind().code())
                .param("place", place.id())
                .update();
    }

    /** The words that lost, the newest first. */
    @Transactional(readOnly = true)
    public List<DraftView.Kept> versions(MemberId member, DraftPlace named) {
        DraftPlace place = current(named);
        return jdbc.sql("select " + TEXT_COLUMNS + """
                        , d.kept_at from draft_version d
                         where d.member_id = :member and d.place_kind = :kind and d.place_id = :place order by d.id desc
                        """)
                .param("member", member.value())
                .param("kind", place.kind().code())
                .param("place", place.id())
                .query((row, number) -> {
                    Text text = text(row);
                    return new DraftView.Kept(
                            text.title(),
                            text.body(),
                            text.kind(),
                            extra(text.extra()),
                            text.updatedAt(),
                            instant(row, "kept_at"));
                })
                .list();
    }

    /** Deletes kept versions whose time is over. @return how many */
    @Transactional
    public int deleteOldVersions() {
        return jdbc.sql("delete from draft_version where kept_at < :before")
                .param("before", Times.utc(clock.instant().minus(settings.keepVersions())))
                .update();
    }

    /** Forgets every draft that holds the words of these posts and comments: the edits of them that were begun. */
    @Transactional
    public void forgetEdits(Collection<Long> items) {
        for (String table : List.of("draft", "draft_version")) {
            jdbc.sql("delete from " + table + " where place_kind = :edit and place_id = any(:items)")
                    .param("edit", DraftPlace.Kind.EDIT.code())
                    .param("items", items.toArray(Long[]::new))
                    .update();
        }
    }

    // ---- rules

    /** A page that was opened before the CRM merged its record names it as it was. */
    private DraftPlace current(DraftPlace place) {
        return place.kind() == DraftPlace.Kind.SUBJECT
                ? new DraftPlace(
                        place.kind(), records.current(new SubjectId(place.id())).value())
                : place;
    }

    private Text checked(NewDraft input) {
        String body = Objects.requireNonNullElse(input.body(), "");
        String title = input.title() == null || input.title().isEmpty() ? null : input.title();
        String extra = input.extra() == null || input.extra().isEmpty() ? null : json.writeValueAsString(input.extra());
        if (body.isBlank() && (title == null || title.isBlank()) && extra == null) {
            throw Problem.required("body");
        }
        requireShort("body", body, settings.body());
        requireShort("title", title, MAX_TITLE);
        requireShort("extra", extra, settings.extra());
        Instant now = clock.instant();
        Instant typed = input.updatedAt() == null ? now : input.updatedAt().truncatedTo(ChronoUnit.MILLIS);
        if (typed.isBefore(Instant.EPOCH)) {
            throw Problem.invalid("updatedAt", typed, "since " + Instant.EPOCH);
        }
        // A device whose clock is ahead must not win against all others until its time has come.
        return new Text(title, body, input.kind(), extra, typed.isAfter(now) ? now : typed);
    }

    private static void requireShort(String field, @Nullable String text, int limit) {
        if (text != null) {
            if (text.length() > limit) {
                throw Problem.tooLong(field, text.length(), limit);
            }
            Texts.requireCharacters(field, text);
        }
    }

    private void requireMayBegin(MemberId member, DraftPlace place) {
        String visible = switch (place.kind()) {
            case SUBJECT -> "select 1 from subject_access s where s.subject_id = :place and " + Audience.MAY_SEE;
            case POST ->
                "select 1 from post p join subject_access s on s.subject_id = p.subject_id where p.id = :place and "
                        + Audience.MAY_SEE;
            case EDIT -> """
                    select 1 from post p join subject_access s on s.subject_id = p.subject_id
                     where p.id = :place and p.author_id = :viewer and %1$s
                     union all
                    select 1 from comment c join post p on p.id = c.post_id join subject_access s on s.subject_id = p.subject_id
                     where c.id = :place and c.author_id = :viewer and c.deleted_at is null and %1$s
                    """.formatted(Audience.MAY_SEE);
        };
        jdbc.sql(visible)
                .param("place", place.id())
                .param("viewer", member.value())
                .query(Integer.class)
                .optional()
                .orElseThrow(Problem::notFound);
        members.lock(member); // two at once wait for each other: the number stays true
        int present = jdbc.sql("select count(*) from draft where member_id = :member")
                .param("member", member.value())
                .query(Integer.class)
                .single();
        if (present >= settings.perMember()) {
            throw Problem.tooMany("drafts", present + 1, settings.perMember());
        }
    }

    // ---- rows

    private Optional<Stored> lock(MemberId member, DraftPlace place) {
        return jdbc.sql("select d.version, " + TEXT_COLUMNS + """
                         from draft d
                        where d.member_id = :member and d.place_kind = :kind and d.place_id = :place for update
                        """)
                .param("member", member.value())
                .param("kind", place.kind().code())
                .param("place", place.id())
                .query((row, number) -> new Stored(row.getLong("version"), text(row)))
                .optional();
    }

    private boolean insert(MemberId member, DraftPlace place, Text text) {
        return write("""
                        insert into draft (member_id, place_kind, place_id, version, title, body, kind, extra, updated_at, saved_at)
                        values (:member, :kind, :place, :version, :title, :body, :postKind, :extra, :updatedAt, :now)
                        on conflict do nothing
                        """, member, place, text) == 1;
    }

    private void update(MemberId member, DraftPlace place, Text text) {
        write("""
                        update draft set version = :version, title = :title, body = :body, kind = :postKind, extra = :extra,
                               updated_at = :updatedAt, saved_at = :now
                         where member_id = :member and place_kind = :kind and place_id = :place
                        """, member, place, text);
    }

    private void keep(MemberId member, DraftPlace place, Text text) {
        write("""
                        insert into draft_version (id, member_id, place_kind, place_id, title, body, kind, extra, updated_at, kept_at)
                        values (:version, :member, :kind, :place, :title, :body, :postKind, :extra, :updatedAt, :now)
                        """, member, place, text);
        jdbc.sql("""
                        delete from draft_version where id in (
                          select v.id from draft_version v
                           where v.member_id = :member and v.place_kind = :kind and v.place_id = :place
                           order by v.id desc offset :most rows)
                        """)
                .param("member", member.value())
                .param("kind", place.kind().code())
                .param("place", place.id())
                .param("most", settings.versions())
                .update();
    }

    private int write(String sql, MemberId member, DraftPlace place, Text text) {
        return jdbc.sql(sql)
                .param("member", member.value())
                .param("kind", place.kind().code())
                .param("place", place.id())
                .param("version", ids.next())
                .param("title", text.title())
                .param("body", text.body())
                .param("postKind", text.kind() == null ? null : text.kind().code())
                .param("extra", text.extra())
                .param("updatedAt", Times.utc(text.updatedAt()))
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    private List<DraftView> views(MemberId member, List<Row> rows, boolean conflict) {
        var names = mentions.names(member, rows.stream().map(Row::postText).toList());
        List<DraftView> views = new ArrayList<>();
        for (Row row : rows) {
            DraftView.Where where = null;
            if (row.subject() != null) {
                String excerpt = row.post() == null
                        ? null
                        : row.postTitle() != null
                                ? row.postTitle()
                                : row.postText().excerpt(names, EXCERPT);
                where = new DraftView.Where(row.subject(), row.post(), row.comment(), excerpt);
            }
            Text text = row.text();
            views.add(new DraftView(
                    row.place(),
                    where,
                    text.title(),
                    text.body(),
                    text.kind(),
                    extra(text.extra()),
                    Long.toString(row.version()),
                    text.updatedAt(),
                    row.savedAt(),
                    row.versions(),
                    conflict));
        }
        return views;
    }

    private Row row(ResultSet row) throws SQLException {
        long subject = row.getLong("subject_id");
        boolean visible = !row.wasNull();
        long post = row.getLong("post_id");
        boolean hasPost = !row.wasNull() && visible;
        long comment = row.getLong("comment_id");
        boolean hasComment = !row.wasNull() && visible;
        return new Row(
                DraftPlace.of(row.getInt("place_kind"), row.getLong("place_id")),
                row.getLong("version"),
                text(row),
                instant(row, "saved_at"),
                row.getInt("versions"),
                visible
                        ? new SubjectView(
                                new SubjectId(subject),
                                SubjectKind.of(row.getInt("subject_kind")),
                                row.getString("record_type"),
                                row.getString("connection"),
                                row.getString("external_id"),
                                row.getString("subject_name"),
                                row.getString("url"))
                        : null,
                hasPost ? new PostId(post) : null,
                hasComment ? new CommentId(comment) : null,
                hasPost ? row.getString("post_title") : null,
                Prose.of(hasPost ? row.getString("post_body") : ""));
    }

    private static Text text(ResultSet row) throws SQLException {
        int kind = row.getInt("kind");
        boolean none = row.wasNull();
        return new Text(
                row.getString("title"),
                row.getString("body"),
                none ? null : PostKind.of(kind),
                row.getString("extra"),
                instant(row, "updated_at"));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Map<String, Object> extra(@Nullable String written) {
        return written == null ? null : json.readValue(written, Map.class);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
