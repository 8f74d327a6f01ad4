package rapport.crm.adapter.odoo;

import org.jspecify.annotations.Nullable;

/** @param lang {@code fr_FR} */
record OdooUser(
        long id,
        @Nullable String name,
        @Nullable String login,
        @Nullable String email,
        @Nullable String function,
        @Nullable Boolean active,
        @Nullable String lang) {}
