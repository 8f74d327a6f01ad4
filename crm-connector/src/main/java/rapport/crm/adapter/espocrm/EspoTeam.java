package rapport.crm.adapter.espocrm;

import org.jspecify.annotations.Nullable;

record EspoTeam(String id, @Nullable String name) {}
