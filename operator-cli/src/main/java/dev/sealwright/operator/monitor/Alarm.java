package dev.sealwright.operator.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something about the log that somebody should look at.
 *
 * @param index the entry it is about, if it is about one
 * @param seen by the monitor's own clock
 */
record Alarm(Kind kind, String text, Optional<Long> index, Instant seen) {
    /** In the order of their weight. */
    enum Kind {
        /** Two histories under one signature. */
        FORK,
        /** A signed checkpoint smaller than one before it. */
        SHRUNK,
        /** A checkpoint without its quorum of signatures. */
        UNSIGNED,
        /** An entry that is no leaf, or a bundle that is none. */
        MALFORMED,
        /** The log was closed and goes on in another epoch. */
        EPOCH,
        /** An entry that breaks the rules between leaves. */
        BROKEN_RULE,
        /** An entry that a rule of the monitor's owner names. */
        WATCHED,
        /** No answer. */
        SILENT;

        /** Whether there is nothing more to read behind it. */
        boolean isFinal() {
            return compareTo(MALFORMED) <= 0;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    String line() {
        return seen
                + " "
                + kind.word()
                + ": "
                + text
                + index.map(number -> " (entry " + number + ")").orElse("");
    }

    ObjectNode json(String origin) {
        ObjectNode json =
                Json.object()
                        .put("alarm", kind.word())
                        .put("text", text)
                        .put("origin", origin)
                        .put("seen", seen.toString());
        index.ifPresent(number -> json.put("index", number));
        return json;
    }
}
