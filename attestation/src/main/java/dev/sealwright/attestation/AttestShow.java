package dev.sealwright.attestation;

import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Optional;

/**
 * What evidence claims, for people to read; also what collateral and other files that lie beside
 * evidence say. Nothing is verified, and the text says so first.
 */
public final class AttestShow {
    private static final String WARNING = "UNVERIFIED: nothing here is proven; verify it first.";

    private AttestShow() {}

    private record Exhibit(String kind, JsonValue.Obj facts) {}

    /** One line a claim, nested ones indented. */
    public static String text(Bytes file, Optional<Format> format, Collateral collateral) {
        Exhibit exhibit = read(file, format, collateral);
        StringBuilder out = new StringBuilder(WARNING).append('\n');
        ClaimsText.append(new Facts().put("format", exhibit.kind).end(), 0, out);
        ClaimsText.append(exhibit.facts, 0, out);
        return out.toString();
    }

    public static JsonValue.Obj json(Bytes file, Optional<Format> format, Collateral collateral) {
        Exhibit exhibit = read(file, format, collateral);
        return new Facts()
                .put("verified", false)
                .put("format", exhibit.kind)
                .put("claims", exhibit.facts)
                .end();
    }

    private static Exhibit read(Bytes file, Optional<Format> format, Collateral collateral) {
        try {
            return evidence(file, format, collateral);
        } catch (MalformedException e) {
            if (format.isPresent()) {
                throw e;
            }
            return BesideEvidence.read(file)
                    .map(beside -> new Exhibit(beside.kind(), beside.facts()))
                    .orElseThrow(() -> e);
        }
    }

    private static Exhibit evidence(Bytes file, Optional<Format> format, Collateral collateral) {
        WrappedEvidence opened = WrappedEvidence.open(file);
        Evidence evidence =
                EvidenceReader.read(
                        opened.evidence(),
                        format.or(opened::format)
                                .orElseGet(() -> EvidenceReader.detect(opened.evidence())),
                        collateral.and(opened.collateral()));
        return new Exhibit(evidence.format().label(), evidence.facts());
    }
}
