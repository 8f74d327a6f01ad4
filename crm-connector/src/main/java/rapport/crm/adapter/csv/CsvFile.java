package rapport.crm.adapter.csv;

import java.io.BufferedInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.RowType;

/** One file, read from its beginning. */
final class CsvFile implements AutoCloseable {
    static final long MAX_BYTES = 200L * 1024 * 1024;
    static final long MAX_RECORDS = 2_000_000;
    static final int MAX_CELL = 64 * 1024;
    /** A record so long is no record: mostly a quote was opened and never closed. */
    static final int MAX_RECORD = 1_000_000;

    /** What Western programs write when they know of no encoding. */
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final PatientReader reader;
    private final CsvColumns columns;
    private final char separator;
    private final Charset charset;

    /** @param hash of the bytes; @param charset found by its mark, or because it fits all of them */
    record Content(String hash, Charset charset) {}

    /** Whether it is worth reading for its content: changes whenever somebody writes the file. */
    static String fingerprint(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    }

    static Content content(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new CsvRefused("Larger than " + MAX_BYTES / 1024 / 1024 + " MB. Split it into several files.");
        }
        MessageDigest digest = sha256();
        Charset marked;
        try (InputStream in = Files.newInputStream(path)) {
            marked = mark(in.readNBytes(3));
        }
        boolean utf8 = true;
        try (InputStream in =
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16), digest)) {
            if (marked == null) {
                utf8 = isUtf8(in);
            }
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        Charset charset = marked != null ? marked : utf8 ? StandardCharsets.UTF_8 : WINDOWS;
        return new Content(HexFormat.of().formatHex(digest.digest()), charset);
    }

    private static @Nullable Charset mark(byte[] start) {
        if (start.length >= 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
            return StandardCharsets.UTF_8;
        }
        if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF
                ? StandardCharsets.UTF_16BE
                : null;
    }

    private static boolean isUtf8(InputStream in) throws IOException {
        // not closed: the caller reads on for the digest
        Reader strict = new InputStreamReader(
                in, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
        char[] chars = new char[1 << 14];
        try {
            while (strict.read(chars) >= 0) {
                continue;
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param separator found in the header when null
     * @param mapping   {@code field=column, …}; by the columns' names when null
     * @throws CsvRefused if the header makes no sense
     */
    CsvFile(Path path, RowType type, Charset charset, @Nullable Character separator, @Nullable String mapping)
            throws IOException {
        this.charset = charset;
        this.separator = separator == null ? separator(path, charset) : separator;
        this.reader = new PatientReader(open(path, charset));
        // What follows a closed quote is taken along, rather than making the rest of the file unreadable.
        this.parser = CSVFormat.RFC4180
                .builder()
                .setDelimiter(this.separator)
                .setIgnoreEmptyLines(false) // they are skipped below: lines are counted by them
                .setTrailingData(true)
                .get()
                .parse(reader);
        this.records = parser.iterator();
        try {
            List<String> header = next();
            if (header == null) {
                throw new CsvRefused("Empty (expected: a header with the names of the columns).");
            }
            this.columns = CsvColumns.of(type, header, mapping);
        } catch (RuntimeException e) {
            parser.close();
            throw e;
        }
    }

    private static Reader open(Path path, Charset charset) throws IOException {
        Reader plain = new InputStreamReader(new BufferedInputStream(Files.newInputStream(path), 1 << 16), charset);
        var marked = new java.io.PushbackReader(plain, 1);
        int first = marked.read();
        if (first >= 0 && first != '\uFEFF') {
            marked.unread(first);
        }
        return marked;
    }

    /** The one that stands most often in the header, outside quotes. */
    private static char separator(Path path, Charset charset) throws IOException {
        char[] candidates = {',', ';', '\t', '|'};
        int[] counts = new int[candidates.length];
        boolean quoted = false;
        try (Reader reader = open(path, charset)) {
            for (int i = 0; i < MAX_RECORD; i++) {
                int c = reader.read();
                if (c < 0 || !quoted && (c == '\n' || c == '\r')) {
                    break;
                }
                quoted ^= c == '"';
                for (int k = 0; k < candidates.length && !quoted; k++) {
                    counts[k] += c == candidates[k] ? 1 : 0;
                }
            }
        }
        int best = 0;
        for (int k = 1; k < candidates.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return candidates[best];
    }

    /**
     * One record.
     *
     * @param line    where it begins
     * @param problem why it is none; null when all is well
     */
    record Line(
            long line, Map<String, String> row, @Nullable String problem) {}

    /**
     * The next record; null at the end.
     *
     * @throws CsvRefused if there is no telling where it ends
     */
    @Nullable
    Line nextRow() {
        long line;
        List<String> cells;
        do {
            line = parser.getCurrentLineNumber() + 1;
            cells = next();
            if (cells == null) {
                return null;
            }
        } while (cells.size() == 1 && cells.get(0).isBlank());
        if (cells.size() > columns.fields().size()) {
            return new Line(
                    line,
                    Map.of(),
                    cells.size() + " cells (expected: at most "
                            + columns.fields().size() + ", as the header has)");
        }
        for (String cell : cells) {
            if (cell.length() > MAX_CELL) {
                return new Line(
                        line,
                        Map.of(),
                        "a cell of " + cell.length() + " characters (expected: at most " + MAX_CELL + ")");
            }
        }
        return new Line(line, columns.row(cells), null);
    }

    private @Nullable List<String> next() {
        long line = parser.getCurrentLineNumber() + 1;
        reader.left = MAX_RECORD;
        try {
            if (!records.hasNext()) {
                return null;
            }
            List<String> cells = new ArrayList<>();
            records.next().forEach(cells::add);
            return cells;
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new CsvRefused(
                    "From line " + line + " on it cannot be read: a quote is opened there and not closed.");
        }
    }

    CsvColumns columns() {
        return columns;
    }

    char separator() {
        return separator;
    }

    Charset charset() {
        return charset;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Gives so many characters, and no more until it is told so. */
    private static final class PatientReader extends FilterReader {
        private int left = MAX_RECORD;

        PatientReader(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            spend(1);
            return super.read();
        }

        @Override
        public int read(char[] chars, int offset, int length) throws IOException {
            int read = super.read(chars, offset, length);
            spend(Math.max(read, 0));
            return read;
        }

        private void spend(int chars) throws IOException {
            left -= chars;
            if (left < 0) {
                throw new IOException("a record of more than " + MAX_RECORD + " characters");
            }
        }
    }
}
