/** The REST server (CXF), problem documents and JSON. Knows no capability: each brings its {@link ApiResource}s. */
@NullMarked
package rapport.social.web;

import org.jspecify.annotations.NullMarked;
