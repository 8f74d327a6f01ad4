package rapport.social.record;

import org.jspecify.annotations.Nullable;

/**
 * What a save did to one field. The names {@code name}, {@code owner} and {@code account} stand for the record's own
 * parts; an owner comes as the CRM's user id, an account as the CRM's record id.
 */
public record FieldChange(
        String field, @Nullable Object before, @Nullable Object after) {}
