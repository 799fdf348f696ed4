package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.MemberCas;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes down what the root's ceremony made. The anchors document is written last: where it lies,
 * the ceremony was whole.
 */
final class RootRecord {
    private static final Base64.Encoder PEM_BODY = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;

    RootRecord(Path folder) {
        this.folder = folder;
    }

    void requireNone() {
        CeremonyFiles.requireAbsent(folder.resolve(CeremonyFolder.ANCHORS));
        CeremonyFiles.requireAbsent(folder.resolve(CeremonyFolder.ROOT_FINGERPRINT));
    }

    void write(
            RootCeremony.Outcome outcome,
            ServiceKeysStatement keys,
            Electorate electorate,
            RootOrder order,
            Instant now) {
        Path recovery = CeremonyFiles.folder(folder.resolve("recovery"));
        outcome.recovery().write(recovery);
        writeText("root.crt", pem(outcome.root()));
        writeText(CeremonyFolder.ROOT_FINGERPRINT, fingerprint(outcome.root()) + "\n");
        writeText(CeremonyFolder.ROOT_TOKEN_SERIAL, outcome.tokenSerial() + "\n");
        writeText("transcript.json", transcript(outcome, keys, electorate, order, now));
        CeremonyFiles.writePublic(folder.resolve(CeremonyFolder.ANCHORS), outcome.anchors());
    }

    private void writeText(String name, String text) {
        CeremonyFiles.writePublic(folder.resolve(name), Bytes.utf8(text));
    }

    private static String transcript(
            RootCeremony.Outcome outcome,
            ServiceKeysStatement keys,
            Electorate electorate,
            RootOrder order,
            Instant now) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("format", "sealwright/ceremony-transcript/v1");
        object.put("time", now.toString());
        object.put("origin", order.origin());
        object.put("trust_domain", order.trustDomain());
        object.put("server_names", String.join(" ", order.serverNames()));
        object.put("root_token_serial", outcome.tokenSerial());
        object.put("root_spki_sha256", fingerprint(outcome.root()));
        object.put("service_token_serial", keys.tokenSerial());
        object.put("service_keys_sha256", Sha256.of(Bytes.utf8(keys.json())).hex());
        object.put("log_key", keys.logKey().hex());
        object.put("quorum", order.quorum() + " of " + electorate.voters().size());
        for (Voter voter : electorate.voters()) {
            object.put("voter " + voter.name(), voter.noteKey(order.origin()).vkey());
            voter.postQuantumNoteKey(order.origin())
                    .ifPresent(key -> object.put("post-quantum " + voter.name(), key.vkey()));
        }
        object.put("server_ca_sha256", digest(outcome.serverCa()));
        object.put("host_ca_sha256", digest(outcome.hostCa()));
        for (MemberCas cas : outcome.furtherCas()) {
            object.put("server_ca_sha256 " + cas.member(), Sha256.of(cas.serverCa()).hex());
            object.put("host_ca_sha256 " + cas.member(), Sha256.of(cas.hostCa()).hex());
        }
        object.put("recovery_key", outcome.recovery().publicKey().hex());
        object.put("recovery_shares", order.threshold() + " of " + order.shares());
        object.put("operators", operators(order));
        object.put("anchors_sha256", Sha256.of(outcome.anchors()).hex());
        return FlatJson.write(object);
    }

    private static String operators(RootOrder order) {
        return order.operators().isEmpty()
                ? "1 of 1, on the root token"
                : order.operatorsRequired() + " of " + order.operators().size();
    }

    static String fingerprint(X509Certificate root) {
        return RootPin.of(root.getPublicKey()).hex();
    }

    private static String digest(X509Certificate certificate) {
        return Sha256.of(Certificates.encode(certificate)).hex();
    }

    private static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + PEM_BODY.encodeToString(Certificates.encode(certificate).toArray())
                + "\n-----END CERTIFICATE-----\n";
    }
}
