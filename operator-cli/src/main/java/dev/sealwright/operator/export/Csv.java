package dev.sealwright.operator.export;

import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Comma-separated values (RFC 4180): every field in quotes, lines end with CRLF. A field that a
 * spreadsheet would take for a formula begins with an apostrophe, so that it is taken for text.
 */
public final class Csv {
    private static final Pattern FORMULA = Pattern.compile("(?s)[\\s\\p{Cc}]*[=+\\-@|%].*");

    private final StringBuilder text = new StringBuilder();
    private final int columns;

    /** With a first row of names. */
    public Csv(List<String> header) {
        this(header.size());
        row(header);
    }

    /** Rows alone. */
    Csv(int columns) {
        this.columns = columns;
    }

    public void row(List<String> fields) {
        if (fields.size() != columns) {
            throw new IllegalArgumentException("a row of another width");
        }
        text.append(fields.stream().map(Csv::field).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String field(String value) {
        String safe = FORMULA.matcher(value).matches() ? "'" + value : value;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }

    /** What was written since the last time. */
    public Bytes bytes() {
        Bytes written = Bytes.utf8(text.toString());
        text.setLength(0);
        return written;
    }
}
