package dev.sealwright.operator.fleet;

import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.PlainText;

/** One entry of the log on one line. */
final class EntryLine {
    private static final int MAX_DETAIL = 300;
    private static final int SHOWN_TAG = 8;

    private EntryLine() {}

    /** Time, index, the beginning of the org's tag, what, how it ended, and its detail. */
    static String of(Fields entry) {
        String org = entry.text("org");
        return PlainText.of(
                String.join(
                                "  ",
                                entry.text("time"),
                                Long.toString(entry.number("leaf_index")),
                                org.substring(0, Math.min(SHOWN_TAG, org.length())),
                                entry.text("kind"),
                                entry.optionalText("outcome").orElse(""),
                                entry.optionalText("detail").orElse(""))
                        .strip(),
                MAX_DETAIL);
    }
}
