package rapport.crm.adapter.odoo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method of a model.
 *
 * @param ids       for methods of records
 * @param domain    for methods that search
 * @param arguments the others, by name
 */
record OdooCall(
        String model,
        String method,
        @Nullable List<Long> ids,
        @Nullable List<List<Object>> domain,
        Map<String, Object> arguments) {}
