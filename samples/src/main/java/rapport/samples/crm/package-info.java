/**
 * A small CRM for samples and tests. It speaks EspoCRM's REST protocol, keeps its records in memory and in one file, has
 * pages for people, shows the Rapport widget on its records, and goes wrong on demand.
 *
 * <p>{@link rapport.samples.crm.SampleCrm#start} is the door. Nothing here needs Spring or Rapport: the two meet over
 * HTTP only.
 */
@NullMarked
package rapport.samples.crm;

import org.jspecify.annotations.NullMarked;
