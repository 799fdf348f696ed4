package dev.sealwright.attestation.appraisal;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Optional;

/**
 * A value known to be good, and where that knowledge comes from.
 *
 * @param name what it is a value of, for people: a release, an image
 * @param claim the claim it is good for, named as in policies: {@code pcr0}, {@code measurement}
 * @param value the measurement, 1 to 64 bytes
 * @param sourceCommit the source it was built from
 * @param build the build that made it
 * @param receipt of the log entry that published it, empty if it was not published there
 */
public record ReferenceValue(
        String name,
        String claim,
        Bytes value,
        String sourceCommit,
        String build,
        Optional<String> receipt) {
    private static final int MAX_TEXT = 200;
    private static final int MAX_RECEIPT = 64 * 1024;
    private static final int MAX_VALUE = 64;

    public ReferenceValue {
        requireText(name, "a reference value's name");
        requireText(claim, "a reference value's claim");
        requireText(sourceCommit, "a reference value's source commit");
        requireText(build, "a reference value's build");
        if (value.isEmpty() || value.size() > MAX_VALUE) {
            throw new MalformedException("a reference value that is empty or too long");
        }
        if (receipt.filter(r -> r.isEmpty() || r.length() > MAX_RECEIPT).isPresent()) {
            throw new MalformedException("a reference value's receipt is empty or too long");
        }
    }

    private static void requireText(String text, String what) {
        if (text.isBlank() || text.length() > MAX_TEXT || text.indexOf('\n') >= 0) {
            throw new MalformedException(what + " is blank, of more than one line or too long");
        }
    }

    /** In one line, for whoever reads an appraisal. */
    String provenance() {
        return name
                + ", commit "
                + sourceCommit
                + ", build "
                + build
                + (receipt.isPresent() ? ", published in the log" : "");
    }
}
