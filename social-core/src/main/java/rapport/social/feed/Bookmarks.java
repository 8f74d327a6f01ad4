package rapport.social.feed;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.PageToken;
import rapport.social.thread.PostPages;
import rapport.social.thread.ThreadQuery;

/** A member's bookmarks, each as long as she may see it. */
@Component
class Bookmarks {
    private final JdbcClient jdbc;
    private final PostPages pages;
    private final ThreadQuery comments;

    Bookmarks(JdbcClient jdbc, PostPages pages, ThreadQuery comments) {
        this.jdbc = jdbc;
        this.pages = pages;
        this.comments = comments;
    }

    private record Row(long id, long item, long post, OffsetDateTime at) {}

    /** @param before the last one of the page before; null for the first page */
    BookmarkResource.Found list(MemberId viewer, @Nullable Long before, int limit) {
        var rows = jdbc.sql("""
                        select b.id, b.item_id as item, b.post_id as post, b.created_at as at
                          from bookmark b join post p on p.id = b.post_id join subject_access s on s.subject_id = p.subject_id
                          left join comment c on c.id = b.item_id
                         where b.member_id = :viewer and b.id < :before and c.deleted_at is null and %s
                         order by b.id desc limit :rows
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("rows", limit + 1)
                .query(Row.class)
                .list();
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        var posts = pages.byId(
                viewer, shown.stream().map(row -> new PostId(row.post())).toList());
        var marked = comments.byId(
                viewer,
                shown.stream()
                        .filter(row -> row.item() != row.post())
                        .map(row -> new CommentId(row.item()))
                        .toList());
        var items = new ArrayList<BookmarkResource.BookmarkView>();
        for (Row row : shown) {
            var post = posts.get(new PostId(row.post()));
            var comment = marked.get(new CommentId(row.item()));
            if (post != null && (comment != null || row.item() == row.post())) {
                items.add(new BookmarkResource.BookmarkView(row.at().toInstant(), post, comment));
            }
        }
        return new BookmarkResource.Found(
                List.copyOf(items),
                more
                        ? PageToken.encode(
                                Objects.requireNonNull(shown.get(limit - 1)).id())
                        : null);
    }
}
