package dev.sealwright.keyservice.backend;

import java.util.Locale;

/** What keeps the keys, the best first. */
public enum Standing {
    /** A confidential machine that attests what it runs. */
    TEE(1, "a trusted execution environment"),
    /** A device or service whose vendor keeps keys in hardware. */
    HSM(2, "a hardware security module"),
    /** Files under a PIN: whoever has both has the keys. */
    SOFTWARE(3, "software");

    private final int row;
    private final String words;

    Standing(int row, String words) {
        this.row = row;
        this.words = words;
    }

    /** Its place among them, from 1. */
    public int row() {
        return row;
    }

    /** For sentences. */
    public String words() {
        return words;
    }

    /** In lower case, as configuration and API have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
