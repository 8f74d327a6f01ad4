package rapport.social.post;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.mention.Prose;
import rapport.social.mention.Texts;
import rapport.social.shared.Problem;

/** What the kinds of posts ask for: which of them have a title, which can do without words, and what makes a post of which kind. */
@Component
class KindRules {
    private final Texts texts;
    private final List<PostPart> parts;

    KindRules(Texts texts, List<PostPart> parts) {
        this.texts = texts;
        this.parts = parts;
    }

    /** The part that makes the post what it is; null for words alone. */
    @Nullable
    PostPart part(NewPost input) {
        PostPart found = null;
        for (PostPart part : parts) {
            if (part.isIn(input)) {
                if (found != null) {
                    throw Problem.invalid(part.field(), null, "one of " + found.field() + " and " + part.field());
                }
                found = part;
            }
        }
        return found;
    }

    /** Until when a post of this kind stands for something; null where that has no end. */
    @Nullable
    Instant end(PostKind kind, PostId post) {
        for (PostPart part : parts) {
            if (part.kind() == kind) {
                return part.end(post);
            }
        }
        return null;
    }

    /** @throws Problem if the end can't be then */
    void moveEnd(PostKind kind, PostId post, Instant end, Instant now) {
        parts.stream().filter(part -> part.kind() == kind).forEach(part -> part.moveEnd(post, end, now));
    }

    /** @throws Problem if the kind asked for is none that members write, or does not fit what came with it */
    PostKind kind(NewPost input, @Nullable PostPart part) {
        PostKind kind = Objects.requireNonNullElse(input.kind(), part == null ? PostKind.UPDATE : part.kind());
        if (!kind.isWritten()) {
            throw Problem.invalid("kind", kind.toString(), PostKind.WRITTEN);
        }
        if (part != null && part.kind() != kind) {
            throw Problem.invalid(part.field(), null, "the kind " + part.kind());
        }
        for (PostPart needed : parts) {
            if (needed.kind() == kind && needed != part) {
                throw Problem.required(needed.field());
            }
        }
        return kind;
    }

    @Nullable
    String title(PostKind kind, @Nullable String title) {
        boolean none = title == null || title.isBlank();
        return switch (kind) {
            case QUESTION -> texts.questionTitle("title", title);
            case NOTE -> texts.title("title", title, 1);
            case POLL, ANNOUNCEMENT -> none ? null : texts.title("title", title, 1);
            default -> {
                if (!none) {
                    throw Problem.invalid(
                            "title",
                            Objects.requireNonNull(title).length(),
                            "none: " + (kind.isPlain() ? "an update" : kind) + " has no title");
                }
                yield null;
            }
        };
    }

    /** @param hasFiles whether files stand on the post: they can say it all */
    Prose body(PostKind kind, @Nullable String title, @Nullable String body, boolean hasFiles) {
        boolean saidElsewhere = switch (kind) {
            case QUESTION, KUDOS, SHARE -> true;
            case POLL, ANNOUNCEMENT -> title != null || hasFiles;
            default -> hasFiles;
        };
        return saidElsewhere ? texts.bodyOrNone("body", body) : texts.body("body", body);
    }

    /** An update by what it consists of: a link alone, files alone, or words. Other kinds stay what they are. */
    static PostKind settled(PostKind kind, Prose text, boolean hasFiles) {
        if (!kind.isPlain()) {
            return kind;
        }
        if (hasFiles && text.isEmpty()) {
            return PostKind.FILE;
        }
        return text.isLinkAlone() ? PostKind.LINK : PostKind.UPDATE;
    }

    @Nullable
    String language(@Nullable String language) {
        if (language == null) {
            return null;
        }
        if (!language.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?")) {
            throw Problem.invalid("language", language, "such as fr or en-GB");
        }
        return language.toLowerCase(Locale.ROOT);
    }
}
