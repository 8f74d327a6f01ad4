/**
 * Any other system, by files of comma-separated values in a folder: {@code accounts.csv}, {@code users.csv} and so on, or whatever names the
 * settings give. A file is read when its content differs from what was read last, a batch at a time between two pages, so that a
 * long one neither fills the memory nor blocks the rest, and a restart goes on where it was.
 *
 * <p>RFC 4180 with what people's programs make of it: UTF-8 with or without its mark, UTF-16 with it, else Windows-1252; comma,
 * semicolon, tab or bar, found in the header; LF or CRLF; line breaks inside quotes. A row that is not as expected is told by its
 * line and left out. A file that breaks inside a quote is read up to there.
 */
@NullMarked
package rapport.crm.adapter.csv;

import org.jspecify.annotations.NullMarked;
