package rapport.crm.adapter.odoo;

/** How calls travel; both say the same. */
interface OdooProtocol {
    OdooOutcome call(OdooCall call);
}
