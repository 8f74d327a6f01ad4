package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmType;

/** What we mirror: where it is listed, what we ask for, how filters call its extra fields, where a person opens it. */
enum DolibarrObject {
    THIRD_PARTY(
            "thirdparties",
            CrmType.ACCOUNT,
            "ef",
            null,
            "id,name,client,fournisseur,phone,email,url,town,country_code,date_modification,user_modification_id",
            "/societe/card.php?socid="),
    CONTACT(
            "contacts",
            CrmType.CONTACT,
            "te",
            "(t.priv:=:0)",
            "id,lastname,firstname,poste,socid,fk_soc,email,mail,phone_pro,phone_mobile,town,country_code,priv,"
                    + "date_modification,user_modification_id",
            "/contact/card.php?id="),
    PROJECT(
            "projects",
            CrmType.OPPORTUNITY,
            "ef",
            "(t.usage_opportunity:=:1)",
            "id,ref,title,socid,usage_opportunity,opp_status,opp_percent,opp_amount,date_end,date_m,user_author_id",
            "/projet/card.php?id=");

    final String path;
    final CrmType type;
    final String extraAlias;

    /** Which of the rows are ours, as a filter; null for all. */
    final @Nullable String ours;

    final String properties;
    final String card;

    DolibarrObject(
            String path, CrmType type, String extraAlias, @Nullable String ours, String properties, String card) {
        this.path = path;
        this.type = type;
        this.extraAlias = extraAlias;
        this.ours = ours;
        this.properties = properties;
        this.card = card;
    }

    static DolibarrObject of(CrmType type) {
        for (DolibarrObject object : values()) {
            if (object.type.equals(type)) {
                return object;
            }
        }
        throw new IllegalArgumentException("record type: " + type + " (expected: account, contact or opportunity)");
    }
}
