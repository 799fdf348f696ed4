package dev.sealwright.operator.export;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import java.util.List;

/** How entries are written to a file; the names are what people type. */
enum EntryFormat {
    jsonl,
    csv;

    private static final List<String> COLUMNS =
            List.of(
                    "leaf_index",
                    "time",
                    "org",
                    "kind",
                    "outcome",
                    "actor",
                    "detail",
                    "id",
                    "prev_hash",
                    "salt",
                    "leaf");

    Bytes header() {
        return this == csv ? new Csv(COLUMNS).bytes() : Bytes.EMPTY;
    }

    Bytes lines(List<Fields> entries) {
        if (this == csv) {
            var rows = new Csv(COLUMNS.size());
            entries.forEach(entry -> rows.row(row(entry)));
            return rows.bytes();
        }
        var text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.node()).append('\n'));
        return Bytes.utf8(text.toString());
    }

    private static List<String> row(Fields entry) {
        return COLUMNS.stream().map(name -> entry.node().path(name).asText("")).toList();
    }
}
