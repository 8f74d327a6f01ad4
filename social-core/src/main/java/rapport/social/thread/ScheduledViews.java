package rapport.social.thread;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.file.FileView;
import rapport.social.file.StoredFile;
import rapport.social.file.UploadedFiles;
import rapport.social.member.MemberId;
import rapport.social.schedule.ScheduledPost;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** Shows posts that wait to those who wrote them, with their places and files. */
@Component
class ScheduledViews {
    private final JdbcClient jdbc;
    private final UploadedFiles files;

    ScheduledViews(JdbcClient jdbc, UploadedFiles files) {
        this.jdbc = jdbc;
        this.files = files;
    }

    ScheduledView one(MemberId viewer, ScheduledPost post) {
        return all(viewer, List.of(post)).get(0);
    }

    List<ScheduledView> all(MemberId viewer, List<ScheduledPost> posts) {
        Map<SubjectId, SubjectView> places = places(viewer, posts);
        Map<Long, List<StoredFile>> attached =
                files.ofItems(posts.stream().map(post -> post.id().value()).toList());
        return posts.stream()
                .map(post -> new ScheduledView(
                        post.id(),
                        post.publishAt(),
                        post.createdAt(),
                        post.version(),
                        places.get(post.place()),
                        post.content(),
                        attached.getOrDefault(post.id().value(), List.of()).stream()
                                .map(FileView::of)
                                .toList(),
                        post.refused()))
                .toList();
    }

    private Map<SubjectId, SubjectView> places(MemberId viewer, List<ScheduledPost> posts) {
        Map<SubjectId, SubjectView> places = new HashMap<>();
        jdbc.sql("""
                        select sj.id, sj.kind, sj.name, r.type, r.connection, r.external_id, r.url
                          from subject sj join subject_access s on s.subject_id = sj.id left join crm_record r on r.id = sj.id
                         where sj.id = any(:places) and %s
                        """.formatted(Audience.MAY_SEE))
                .param(
                        "places",
                        posts.stream().map(post -> post.place().value()).toArray(Long[]::new))
                .param("viewer", viewer.value())
                .query((row, number) -> new SubjectView(
                        new SubjectId(row.getLong("id")),
                        SubjectKind.of(row.getInt("kind")),
                        row.getString("type"),
                        row.getString("connection"),
                        row.getString("external_id"),
                        row.getString("name"),
                        row.getString("url")))
                .list()
                .forEach(place -> places.put(place.id(), place));
        return places;
    }
}
