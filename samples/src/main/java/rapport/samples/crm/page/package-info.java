/**
 * The pages of the sample CRM, for people: sign-in by choosing who one is, lists, records, forms, and Rapport's widget on
 * every record, as an element of the page or in a frame. They work without scripts but for the widget, and the content
 * security policy names nobody but Rapport.
 */
@NullMarked
package rapport.samples.crm.page;

import org.jspecify.annotations.NullMarked;
