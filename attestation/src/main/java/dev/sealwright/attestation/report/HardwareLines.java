package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.PROVEN;

import dev.sealwright.attestation.crypto.SpkiKeys;
import dev.sealwright.attestation.hsmkey.AttestedKey;
import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.hsmkey.KeyClaim;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Spki;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the evidence at hand shows of the keys that everything rests on: the root's, the members'
 * log keys, those of both CAs. First of all that a vendor vouches for them, then which HSMs those
 * are, then the keys one by one, then what the HSMs say of them.
 */
final class HardwareLines {
    private final AttestedKeys attested;
    private final Map<String, Named> keys = new LinkedHashMap<>();

    /** A key that the anchors name. */
    private record Named(Bytes spki, String algorithm) {}

    HardwareLines(AttestedKeys attested, VerifiedAnchors anchors) {
        this.attested = attested;
        put("the root key", anchors.root().getPublicKey());
        for (Voter voter : anchors.voters()) {
            if (voter.kind() == VoterKind.MEMBER) {
                keys.put(
                        "the log key of " + voter.name(),
                        new Named(Ed25519.spki(voter.key()), "Ed25519"));
                voter.postQuantumKey()
                        .ifPresent(
                                key ->
                                        keys.put(
                                                "the post-quantum log key of " + voter.name(),
                                                new Named(MlDsa65.spki(key), "ML-DSA-65")));
            }
        }
        put("the key of the CA for servers", anchors.serverCas());
        put("the key of the CA for hosts", anchors.hostCas());
    }

    /** Those of further members by their number. */
    private void put(String name, List<X509Certificate> cas) {
        for (int i = 0; i < cas.size(); i++) {
            put(i == 0 ? name : name + " of issuing member " + (i + 1), cas.get(i).getPublicKey());
        }
    }

    private void put(String name, PublicKey key) {
        keys.put(name, new Named(Spki.encode(key), SpkiKeys.name(key)));
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(vouched());
        attested.hsms().forEach(hsm -> lines.add(new Line(Topic.HSM_IDENTITY, PROVEN, hsm.text())));
        found().forEach((name, key) -> lines.add(same(name, key)));
        for (KeyClaim claim : KeyClaim.values()) {
            claimed(claim).ifPresent(lines::add);
        }
        return lines;
    }

    /** Keys of the anchors that there is evidence of, by their names. */
    private Map<String, AttestedKey> found() {
        Map<String, AttestedKey> found = new LinkedHashMap<>();
        keys.forEach(
                (name, key) -> attested.of(key.spki()).ifPresent(each -> found.put(name, each)));
        return found;
    }

    private Line vouched() {
        Map<String, AttestedKey> found = found();
        List<String> loose =
                found.entrySet().stream()
                        .filter(each -> !each.getValue().isBound())
                        .map(each -> each.getKey() + " " + denials(each.getValue()))
                        .toList();
        if (!loose.isEmpty()) {
            return line(FAILED, String.join("; ", loose));
        }
        if (attested.keys().isEmpty()) {
            return line(
                    ASSERTED,
                    "an HSM is genuine; that it holds the keys, only the token's library says");
        }
        if (found.isEmpty()) {
            return line(FAILED, "the evidence is about none of the keys that the anchors name");
        }
        String made =
                "made in hardware that never lets it out: "
                        + found.entrySet().stream()
                                .map(each -> each.getKey() + " (" + each.getValue().where() + ")")
                                .collect(Collectors.joining(", "));
        return found.size() == keys.size()
                ? line(PROVEN, made)
                : line(ASSERTED, made + open(found.keySet()));
    }

    private static String denials(AttestedKey key) {
        return key.claims().entrySet().stream()
                .filter(claim -> !claim.getValue())
                .map(Map.Entry::getKey)
                .sorted()
                .map(KeyClaim::denial)
                .collect(Collectors.joining(", "));
    }

    private Line same(String name, AttestedKey key) {
        String algorithm = Optional.ofNullable(keys.get(name)).orElseThrow().algorithm();
        return new Line(
                Topic.HSM_KEYS,
                PROVEN,
                name + " (" + algorithm + ") is key " + key.id() + " of " + key.where());
    }

    /** Proven where an HSM says it of every key; of a key that none says it of, the token does. */
    private Optional<Line> claimed(KeyClaim claim) {
        Map<String, Boolean> said = new LinkedHashMap<>();
        found().forEach(
                        (name, key) ->
                                Optional.ofNullable(key.claims().get(claim))
                                        .ifPresent(holds -> said.put(name, holds)));
        if (said.isEmpty()) {
            return Optional.empty();
        }
        List<String> denied =
                said.entrySet().stream()
                        .filter(each -> !each.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
        if (!denied.isEmpty()) {
            return Optional.of(
                    new Line(topic(claim), FAILED, "not so for " + String.join(", ", denied)));
        }
        String so = "the HSM says so of " + String.join(", ", said.keySet());
        return Optional.of(
                said.size() == keys.size()
                        ? new Line(topic(claim), PROVEN, so)
                        : new Line(topic(claim), ASSERTED, so + open(said.keySet())));
    }

    private String open(Set<String> known) {
        return "; of others there is no evidence: "
                + keys.keySet().stream()
                        .filter(name -> !known.contains(name))
                        .collect(Collectors.joining(", "));
    }

    private static Topic topic(KeyClaim claim) {
        return switch (claim) {
            case GENERATED -> Topic.KEYS_GENERATED;
            case NOT_EXTRACTABLE -> Topic.KEYS_NOT_EXTRACTABLE;
            case NEVER_EXTRACTABLE -> Topic.KEYS_NEVER_EXTRACTABLE;
            case SENSITIVE -> Topic.KEYS_SENSITIVE;
        };
    }

    private static Line line(Line.Status status, String reason) {
        return new Line(Topic.HARDWARE, status, reason);
    }
}
