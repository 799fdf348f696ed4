package dev.sealwright.operator.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How much of a log is known by its hashes alone.
 *
 * @param entries that went
 * @param below index after the last of them; 0 if none went
 */
public record Pruned(long entries, long below) {
    void into(ObjectNode json) {
        json.put("pruned", entries);
        if (entries > 0) {
            json.put("pruned_below", below);
        }
        json.put("org_chains_followed", entries == 0);
    }

    /** A sentence, or nothing of a log that is whole. */
    public String text() {
        return entries == 0
                ? ""
                : entries + " entries below " + below + " are known by their hashes alone";
    }
}
