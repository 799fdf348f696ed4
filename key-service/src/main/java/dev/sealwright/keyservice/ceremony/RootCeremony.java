package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.ca.CertificateRequest;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.MemberCas;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Makes the root on its own, fresh token, and has it sign what relying parties start from. */
final class RootCeremony {
    static final KeyLabel ROOT = new KeyLabel("root");
    static final KeyLabel OPERATOR = new KeyLabel("operator-1");
    static final String SERVER_CA = "Sealwright server CA";
    static final String HOST_CA = "Sealwright host CA";

    private final KeyBackend token;
    private final SecureRandom random;
    private final Progress progress;

    RootCeremony(KeyBackend token, SecureRandom random, Progress progress) {
        this.token = token;
        this.random = random;
        this.progress = progress;
    }

    /** What came of it; the recovery key's shares are still in memory. */
    record Outcome(
            X509Certificate root,
            X509Certificate serverCa,
            X509Certificate hostCa,
            List<MemberCas> furtherCas,
            Bytes anchors,
            RecoveryKey recovery,
            String tokenSerial) {}

    /**
     * @param further members that issue beside the first
     */
    Outcome hold(
            ServiceKeysStatement keys,
            List<FullMember> further,
            Electorate electorate,
            RootOrder order,
            Instant now) {
        KeyHandle rootKey = token.generate(KeySpec.of(ROOT, KeyAlgorithm.EC_P256));
        progress.step("key-made", "made the root key, P-256");
        List<Operator> operators =
                order.operators().isEmpty() ? List.of(operatorHere()) : order.operators();
        RootCertificates certificates =
                new RootCertificates(token, rootKey, order.trustDomain(), now, random);
        X509Certificate root = certificates.root();
        X509Certificate serverCa = issuing(certificates, keys.serverCa(), true);
        X509Certificate hostCa = issuing(certificates, keys.hostCa(), false);
        List<MemberCas> furtherCas =
                further.stream().map(member -> issuing(certificates, member)).toList();
        progress.step("certificates-signed", "signed the certificates of root and issuing CAs");
        RecoveryKey recovery = RecoveryKey.make(order.threshold(), order.shares(), random);
        progress.step(
                "recovery-split",
                "made the recovery key; any "
                        + order.threshold()
                        + " of its "
                        + order.shares()
                        + " shares give it back");
        Anchors anchors =
                anchors(
                        electorate,
                        order,
                        now,
                        operators,
                        new MemberCas(
                                electorate.voters().getFirst().name(),
                                Certificates.encode(serverCa),
                                Certificates.encode(hostCa)),
                        furtherCas,
                        recovery);
        Bytes document =
                AnchorsDocument.sign(
                        anchors, root, message -> token.sign(rootKey, Sha256.of(message)));
        AnchorsDocument.verify(document, RootPin.of(root.getPublicKey()), now);
        progress.step("anchors-signed", "signed the anchors document, version 1");
        return new Outcome(
                root, serverCa, hostCa, furtherCas, document, recovery, token.identity().serial());
    }

    private Operator operatorHere() {
        KeyHandle key = token.generate(KeySpec.of(OPERATOR, KeyAlgorithm.ED25519));
        progress.step("key-made", "made the key of the one operator, Ed25519, on the root token");
        return new Operator("operator-1", Ed25519.raw(token.publicKey(key)));
    }

    static X509Certificate issuing(RootCertificates certificates, Bytes request, boolean server) {
        return issuing(certificates, request, server, server ? SERVER_CA : HOST_CA);
    }

    /** Each member's CAs have names of their own, so that a chain says whose they are. */
    private static MemberCas issuing(RootCertificates certificates, FullMember member) {
        ServiceKeysStatement keys = member.keys();
        return new MemberCas(
                member.name(),
                Certificates.encode(
                        issuing(certificates, keys.serverCa(), true, member.serverCaName())),
                Certificates.encode(
                        issuing(certificates, keys.hostCa(), false, member.hostCaName())));
    }

    private static X509Certificate issuing(
            RootCertificates certificates, Bytes request, boolean server, String name) {
        Bytes spki = CertificateRequest.verify(request).spki();
        return certificates.issuing(
                name, spki, server ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth);
    }

    private Anchors anchors(
            Electorate electorate,
            RootOrder order,
            Instant now,
            List<Operator> operators,
            MemberCas cas,
            List<MemberCas> furtherCas,
            RecoveryKey recovery) {
        return new Anchors(
                1,
                Validity.starting(now, order.anchorsLife()),
                order.origin(),
                order.trustDomain(),
                order.serverNames(),
                electorate.voters(),
                order.quorum(),
                operators,
                order.operatorsRequired(),
                cas.serverCa(),
                cas.hostCa(),
                recovery.publicKey(),
                Optional.empty(),
                List.of(),
                furtherCas,
                Optional.empty());
    }
}
