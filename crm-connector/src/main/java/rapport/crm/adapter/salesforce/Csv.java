package rapport.crm.adapter.salesforce;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as bulk results have them: quotes doubled, line breaks and commas inside quotes. */
final class Csv {
    private Csv() {}

    /** @throws IllegalArgumentException if it ends inside quotes, as a body that was cut does */
    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean started = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
                started = true;
            } else if (c == ',') {
                row.add(cell.toString());
                cell.setLength(0);
                started = true;
            } else if (c == '\n') {
                if (started || cell.length() > 0) {
                    row.add(cell.toString());
                    rows.add(row);
                    row = new ArrayList<>();
                    cell.setLength(0);
                }
                started = false;
            } else if (c != '\r') {
                cell.append(c);
                started = true;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("the last cell is not closed");
        }
        if (started || cell.length() > 0) {
            row.add(cell.toString());
            rows.add(row);
        }
        return rows;
    }
}
