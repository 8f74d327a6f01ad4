package rapport.crm.intake;

/** Writes lines that spreadsheets open: what begins like a formula is text all the same. */
public final class CsvLines {
    private final StringBuilder lines = new StringBuilder();

    public CsvLines(String... header) {
        add((Object[]) header);
    }

    public void add(Object... cells) {
        for (int i = 0; i < cells.length; i++) {
            lines.append(i == 0 ? "" : ",").append(cell(String.valueOf(cells[i])));
        }
        lines.append("\r\n");
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[\\w.:-]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
