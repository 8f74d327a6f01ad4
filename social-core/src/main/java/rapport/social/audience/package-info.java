/** The one place that decides who may see. Every read of content joins subject_access and carries {@link Audience#MAY_SEE}. */
@NullMarked
package rapport.social.audience;

import org.jspecify.annotations.NullMarked;
