package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** What a post stands on. A record also tells its type, connection and id in the CRM, and its address there. */
@Schema(
        name = "Subject",
        example =
                "{\"id\":\"456\",\"kind\":\"account\",\"type\":\"account\",\"connection\":\"nordwind\",\"externalId\":\"65f0c1a2b3d4e5f60\",\"name\":\"Acme\"}")
public record SubjectView(
        SubjectId id,
        SubjectKind kind,
        @Nullable String type,
        @Nullable String connection,
        @Nullable String externalId,
        String name,
        @Nullable String url) {}
