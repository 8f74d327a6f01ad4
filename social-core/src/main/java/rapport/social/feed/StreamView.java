package rapport.social.feed;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** A saved stream. */
@Schema(name = "Stream")
public record StreamView(StreamId id, String name, List<Source> sources) {
    static final int MAX_NAME = 100;

    /**
     * One of the sources.
     *
     * @param kind record, space, member or topic
     * @param name missing: its owner may not see it any more
     */
    @Schema(name = "StreamSource", example = "{\"kind\":\"record\",\"id\":\"456\",\"name\":\"Acme\"}")
    public record Source(
            String kind, SubjectId id, @Nullable String name) {}

    static String kind(SubjectKind kind) {
        return kind.isRecord() ? "record" : kind.toString();
    }
}
