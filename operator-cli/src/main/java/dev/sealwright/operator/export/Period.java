package dev.sealwright.operator.export;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What a bundle is about.
 *
 * @param org tag
 * @param name of the organisation, the exporter's word
 * @param from inclusive
 * @param to exclusive
 */
record Period(Bytes org, String name, Instant from, Instant to) {
    Period {
        if (!from.isBefore(to)) {
            throw new MalformedException("a period that ends before it begins");
        }
    }

    static Period read(Fields manifest) {
        return new Period(
                Bytes.fromHex(manifest.text("org")),
                manifest.text("org_name"),
                time(manifest.text("from")),
                time(manifest.text("to")));
    }

    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new MalformedException("not a time as RFC 3339 writes it: " + text);
        }
    }

    boolean holds(BundleEntry entry) {
        Instant time = entry.leaf().time();
        return !time.isBefore(from) && time.isBefore(to);
    }
}
