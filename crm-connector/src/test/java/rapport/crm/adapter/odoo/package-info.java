@NullMarked
package rapport.crm.adapter.odoo;

import org.jspecify.annotations.NullMarked;
