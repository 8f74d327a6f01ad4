package rapport.crm.adapter.odoo;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A many2one: {@code [6, "Chloe Conti"]}, or a plain id. */
record OdooReference(long id, @Nullable String label) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static OdooReference of(JsonNode node) {
        JsonNode id = node.isArray() ? node.path(0) : node;
        if (!id.isIntegralNumber()) {
            throw new IllegalArgumentException("not a reference");
        }
        return new OdooReference(id.asLong(), node.isArray() ? node.path(1).asString(null) : null);
    }

    String externalId() {
        return Long.toString(id);
    }
}
