@NullMarked
package rapport.social.signin;

import org.jspecify.annotations.NullMarked;
