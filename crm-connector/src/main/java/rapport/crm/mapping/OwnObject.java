package rapport.crm.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmType;

/**
 * An object of the CRM that an admin had mirrored as a type of its own.
 *
 * @param type    as Rapport names it
 * @param crmName as the CRM names it
 * @param name    the CRM's field with a record's name; null for what is usual in the CRM
 * @param account the field that refers to the account it stands under; null where there is none
 * @param owner   the field that refers to the user in charge; null for what is usual in the CRM
 * @param fields  what else is mirrored
 */
public record OwnObject(
        CrmType type,
        String crmName,
        @Nullable String name,
        @Nullable String account,
        @Nullable String owner,
        List<OwnField> fields) {
    public OwnObject {
        fields = List.copyOf(fields);
    }
}
