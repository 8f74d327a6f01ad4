package rapport.crm.adapter.dolibarr;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.Mapping;
import rapport.crm.mapping.OwnField;
import rapport.crm.mapping.OwnObject;
import rapport.crm.spi.CrmType;

/**
 * What we mirror.
 *
 * @param path       where it is listed
 * @param extraAlias how filters call its extra fields; null where that is not known
 * @param ours       which of the rows are ours, as a filter; null for all
 * @param properties what we ask for
 * @param card       where a person opens it, without the id; null where that is not known
 * @param own        the fields that were declared
 * @param object     set for a list that was declared
 */
record DolibarrObject(
        String path,
        CrmType type,
        @Nullable String extraAlias,
        @Nullable String ours,
        String properties,
        @Nullable String card,
        List<OwnField> own,
        @Nullable OwnObject object) {

    /** How the interface spells extra fields. */
    static final String EXTRA = "options_";

    static final DolibarrObject THIRD_PARTY = new DolibarrObject(
            "thirdparties",
            CrmType.ACCOUNT,
            "ef",
            null,
            "id,name,client,fournisseur,phone,email,url,town,country_code,parent,date_modification,user_modification_id",
            "/societe/card.php?socid=",
            List.of(),
            null);

    static final DolibarrObject CONTACT = new DolibarrObject(
            "contacts",
            CrmType.CONTACT,
            "te",
            "(t.priv:=:0)",
            "id,lastname,firstname,poste,socid,fk_soc,email,mail,phone_pro,phone_mobile,town,country_code,priv,"
                    + "date_modification,user_modification_id",
            "/contact/card.php?id=",
            List.of(),
            null);

    static final DolibarrObject PROJECT = new DolibarrObject(
            "projects",
            CrmType.OPPORTUNITY,
            "ef",
            "(t.usage_opportunity:=:1)",
            "id,ref,title,socid,status,usage_opportunity,opp_status,opp_percent,opp_amount,date_end,date_m,user_author_id",
            "/projet/card.php?id=",
            List.of(),
            null);

    static DolibarrObject of(CrmType type, Mapping mapping) {
        OwnObject declared = mapping.object(type).orElse(null);
        if (declared != null) {
            List<String> properties = new ArrayList<>(List.of("id", name(declared), "date_modification", "date_m"));
            for (String role : new @Nullable String[] {declared.account(), declared.owner()}) {
                if (role != null) {
                    properties.add(role);
                }
            }
            return new DolibarrObject(
                            declared.crmName(),
                            type,
                            null,
                            null,
                            String.join(",", properties),
                            null,
                            List.of(),
                            declared)
                    .asking(declared.fields());
        }
        for (DolibarrObject known : List.of(THIRD_PARTY, CONTACT, PROJECT)) {
            if (known.type.equals(type)) {
                return known.asking(mapping.fields(type));
            }
        }
        throw new IllegalArgumentException("record type: " + type + " (expected: one of this connection)");
    }

    private DolibarrObject asking(List<OwnField> declared) {
        StringBuilder all = new StringBuilder(properties);
        if (!declared.isEmpty()) {
            all.append(",array_options");
        }
        if (object != null) {
            declared.forEach(field -> all.append(',').append(field.crmField()));
        }
        return new DolibarrObject(path, type, extraAlias, ours, all.toString(), card, declared, object);
    }

    static String name(OwnObject object) {
        return Objects.requireNonNullElse(object.name(), "ref");
    }

    boolean isThirdParty() {
        return path.equals(THIRD_PARTY.path) && object == null;
    }
}
