package dev.sealwright.attestation.vectors;

import dev.sealwright.attestation.verify.VerificationInstant;
import java.util.List;
import java.util.Optional;

/** One row of verdicts.tsv. */
record Verdict(
        String path,
        String format,
        Optional<VerificationInstant> instant,
        String with,
        String authentic,
        List<String> facts,
        String note) {

    static Verdict of(String line) {
        String[] c = line.split("\t", -1);
        return new Verdict(
                c[0],
                c[1],
                c[2].isEmpty() ? Optional.empty() : Optional.of(VerificationInstant.parse(c[2])),
                c[3],
                c[4],
                c[5].isEmpty() ? List.of() : List.of(c[5].split(",")),
                c.length > 6 ? c[6] : "");
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Names without a folder lie beside the evidence. */
    String withPath() {
        return with.contains("/") ? with : folder() + with;
    }

    @Override
    public String toString() {
        return path + " is " + authentic;
    }
}
