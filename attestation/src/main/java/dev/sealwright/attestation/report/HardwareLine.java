package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.PROVEN;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.hsmkey.YubiHsmKey;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Spki;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the evidence at hand shows of the keys that everything rests on: the root's, the members'
 * log keys, those of both CAs.
 */
final class HardwareLine {
    private final AttestedKeys attested;
    private final Map<String, Bytes> keys = new LinkedHashMap<>();

    HardwareLine(AttestedKeys attested, VerifiedAnchors anchors) {
        this.attested = attested;
        keys.put("the root key", Spki.encode(anchors.root().getPublicKey()));
        for (Voter voter : anchors.voters()) {
            if (voter.kind() == VoterKind.MEMBER) {
                keys.put("the log key of " + voter.name(), Ed25519.spki(voter.key()));
                voter.postQuantumKey()
                        .ifPresent(
                                key ->
                                        keys.put(
                                                "the post-quantum log key of " + voter.name(),
                                                MlDsa65.spki(key)));
            }
        }
        put("the key of the CA for servers", anchors.serverCas());
        put("the key of the CA for hosts", anchors.hostCas());
    }

    /** Those of further members by their number. */
    private void put(String name, List<X509Certificate> cas) {
        for (int i = 0; i < cas.size(); i++) {
            keys.put(
                    i == 0 ? name : name + " of issuing member " + (i + 1),
                    Spki.encode(cas.get(i).getPublicKey()));
        }
    }

    Line line() {
        List<String> proven = new ArrayList<>();
        List<String> loose = new ArrayList<>();
        List<String> open = new ArrayList<>();
        keys.forEach(
                (name, spki) -> {
                    Optional<YubiHsmKey> key = attested.of(spki);
                    if (key.isEmpty()) {
                        open.add(name);
                    } else if (key.get().isBound()) {
                        proven.add(name + " (" + where(key.get()) + ")");
                    } else {
                        loose.add(name + " was imported, or may be exported");
                    }
                });
        if (!loose.isEmpty()) {
            return line(FAILED, String.join("; ", loose));
        }
        if (proven.isEmpty()) {
            return line(FAILED, "the evidence is about none of the keys that the anchors name");
        }
        String made = "made in hardware that never lets it out: " + String.join(", ", proven);
        return open.isEmpty()
                ? line(PROVEN, made)
                : line(
                        ASSERTED,
                        made + "; of others there is no evidence: " + String.join(", ", open));
    }

    private static String where(YubiHsmKey key) {
        return "YubiHSM 2 " + key.device() + ", firmware " + key.firmware();
    }

    private static Line line(Line.Status status, String reason) {
        return new Line(Topic.HARDWARE, status, reason);
    }
}
