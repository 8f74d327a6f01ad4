/**
 * The sample company: starts its CRM and Rapport beside it, lets its people in, and brings their conversations along.
 * {@link rapport.samples.SampleCompany} is the main class; the CRM itself is in {@link rapport.samples.crm}.
 */
@NullMarked
package rapport.samples;

import org.jspecify.annotations.NullMarked;
