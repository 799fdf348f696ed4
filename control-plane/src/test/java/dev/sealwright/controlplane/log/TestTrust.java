package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.epoch.Closing;
import dev.sealwright.protocol.epoch.EpochOpening;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, its CAs and one voter, whose keys are in memory. */
final class TestTrust {
    static final String ORIGIN = "sealwright.test:8443/log/1";

    private static final String NEXT = "sealwright.test:8443/log/2";

    private final KeyPair root;
    private final List<KeyPair> voters;
    private final List<KeyPair> postQuantum;
    private final int members;
    private final KeyPair operator;
    private final X509Certificate rootCertificate;
    private final VerifiedAnchors anchors;
    private final EpochFile epoch;

    TestTrust(Instant now) {
        this(now, 1);
    }

    /** With so many voters, more than half of which sign a checkpoint. */
    TestTrust(Instant now, int count) {
        this(now, count, 0);
    }

    /** With members first and witnesses then, more than half of whom sign a checkpoint. */
    TestTrust(Instant now, int members, int witnesses) {
        this(now, members, witnesses, 0);
    }

    /** The same, where so many of the members have a post-quantum key, too: the first ones. */
    TestTrust(Instant now, int members, int witnesses, int both) {
        this.members = members;
        postQuantum = Stream.generate(() -> keyPair("ML-DSA-65")).limit(both).toList();
        int count = members + witnesses;
        root = keyPair("EC");
        voters = Stream.generate(() -> keyPair("Ed25519")).limit(count).toList();
        operator = keyPair("Ed25519");
        rootCertificate = certificate("root", root, now, Optional.empty());
        anchors =
                signed(
                        new Anchors(
                                1,
                                Validity.starting(now, Duration.ofDays(365)),
                                ORIGIN,
                                "sealwright.test",
                                List.of("sealwright.test"),
                                IntStream.range(0, count).mapToObj(this::voter).toList(),
                                count / 2 + 1,
                                List.of(new Operator("first", rawKey(operator))),
                                1,
                                issuing("servers", now, KeyPurposeId.id_kp_serverAuth),
                                issuing("hosts", now, KeyPurposeId.id_kp_clientAuth),
                                Bytes.zeros(32),
                                Optional.empty()),
                        now);
        epoch = new EpochFile(Optional.empty());
    }

    private Voter voter(int index) {
        boolean member = index < members;
        return new Voter(
                (member ? "hsm-" : "witness-") + (index + 1),
                member ? VoterKind.MEMBER : VoterKind.WITNESS,
                rawKey(voters.get(index)),
                postQuantum.stream()
                        .skip(index)
                        .findFirst()
                        .map(pair -> MlDsa65.raw(Bytes.of(pair.getPublic().getEncoded()))));
    }

    private TestTrust(TestTrust before, Checkpoint end, Note restored, Instant now) {
        root = before.root;
        voters = before.voters;
        postQuantum = before.postQuantum;
        members = before.members;
        operator = before.operator;
        rootCertificate = before.rootCertificate;
        Anchors old = before.anchors.content();
        Checkpoint taken = Checkpoint.parse(restored.text());
        anchors =
                signed(
                        new Anchors(
                                2,
                                old.validity(),
                                NEXT,
                                old.trustDomain(),
                                old.serverNames(),
                                old.voters(),
                                1,
                                old.operators(),
                                1,
                                old.serverCa(),
                                old.hostCa(),
                                old.recoveryKey(),
                                old.nextRoot(),
                                List.of(
                                        new ClosedEpoch(
                                                ORIGIN,
                                                before.anchors.digest(),
                                                end.size(),
                                                end.root(),
                                                taken.size(),
                                                taken.root())),
                                List.of(),
                                Optional.empty()),
                        now);
        epoch = new EpochFile(Optional.of(opening(before, end, restored)));
    }

    /** The next epoch after this one, closed there, for a database with that checkpoint. */
    TestTrust next(Checkpoint end, Note restored, Instant now) {
        return new TestTrust(this, end, restored, now);
    }

    private EpochOpening opening(TestTrust before, Checkpoint end, Note restored) {
        Closing closing = new Closing(end);
        Note head =
                new Note(
                        closing.text(),
                        List.of(
                                before.anchors
                                        .voters()
                                        .getFirst()
                                        .noteKey(ORIGIN)
                                        .signed(signAsVoter(0, closing.bytes()))));
        EpochOpening opening =
                new EpochOpening(
                        List.of(before.anchors.document()), List.of(head), restored, List.of());
        Bytes message = opening.draft(anchors).message();
        return opening.approvedBy(
                List.of(new Approval("first", sign("Ed25519", operator.getPrivate(), message))));
    }

    private VerifiedAnchors signed(Anchors content, Instant now) {
        Bytes document =
                AnchorsDocument.sign(
                        content,
                        rootCertificate,
                        message ->
                                sign("SHA256withECDSAinP1363Format", root.getPrivate(), message));
        return AnchorsDocument.verify(document, RootPin.of(root.getPublic()), now);
    }

    int members() {
        return members;
    }

    VerifiedAnchors anchors() {
        return anchors;
    }

    /** What the epoch of these anchors was opened with. */
    EpochFile epoch() {
        return epoch;
    }

    Bytes signAsVoter(int index, Bytes message) {
        return sign("Ed25519", voters.get(index).getPrivate(), message);
    }

    Bytes signPostQuantum(int index, Bytes message) {
        return sign("ML-DSA-65", postQuantum.get(index).getPrivate(), message);
    }

    private Bytes issuing(String name, Instant now, KeyPurposeId usage) {
        try {
            return Bytes.of(certificate(name, keyPair("EC"), now, Optional.of(usage)).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(
            String name, KeyPair key, Instant now, Optional<KeyPurposeId> usage) {
        try {
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            new X500Name("CN=root"),
                            BigInteger.TWO,
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(Duration.ofDays(3650))),
                            new X500Name("CN=" + name),
                            key.getPublic());
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    usage.isEmpty() ? new BasicConstraints(true) : new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            if (usage.isPresent()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(usage.get()));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(root.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes rawKey(KeyPair pair) {
        return Ed25519.raw(Bytes.of(pair.getPublic().getEncoded()));
    }

    private static Bytes sign(String algorithm, PrivateKey key, Bytes message) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
