package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.TestCertificates;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.Receipt;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Plays the service: mints, enrols and renews in a world, as the rules have it. */
public final class Enrolments {
    public static final Bytes SPEC = Uuids.v7(World.NOW, Bytes.zeros(10));
    public static final Bytes SANDBOX = Uuids.v7(World.NOW, Bytes.fromHex("00010203040506070809"));
    public static final Bytes NONCE = Bytes.fromHex("aa".repeat(32));

    public final World world;
    public final BootstrapSeed seed = BootstrapSeed.of(Bytes.fromHex("5e".repeat(32)).toArray());
    private Bytes bootstrapLeaf = Bytes.EMPTY;

    public Enrolments(World world) {
        this.world = world;
    }

    private int leaves;

    public Leaf leaf(LeafBody body) {
        return new Leaf(
                Uuids.v7(World.NOW, Bytes.concat(Bytes.zeros(2), Bytes.uint64(leaves++))),
                World.NOW,
                World.ORG,
                body);
    }

    public LeafBody.Bootstrap bootstrap() {
        return new LeafBody.Bootstrap(
                seed.id().value(),
                seed.publicKey(),
                SPEC,
                Validity.starting(World.NOW, Duration.ofMinutes(15)));
    }

    public EnrolmentChallenge mint(LeafBody.Bootstrap bootstrap) {
        bootstrapLeaf = leaf(bootstrap).encode();
        Receipt receipt = world.log(bootstrapLeaf);
        return new EnrolmentChallenge(bootstrapLeaf, receipt, world.sign(world.anchors()), NONCE);
    }

    public EnrolmentChallenge mint() {
        return mint(bootstrap());
    }

    public LeafBody.Enrolment enrolment(KeyPair host, Bytes proof) {
        return new LeafBody.Enrolment(
                seed.id().value(),
                SANDBOX,
                SPEC,
                Spki.fingerprint(host.getPublic()),
                NONCE,
                proof,
                Validity.starting(World.NOW, Duration.ofHours(1)));
    }

    public LeafBody.Renewal renewal(X509Certificate old, KeyPair next, RenewalRequest request) {
        return new LeafBody.Renewal(
                SANDBOX,
                Spki.fingerprint(next.getPublic()),
                Sha256.of(Certificates.encode(old)),
                request.proof(),
                request.validity());
    }

    /** Logs the leaf and answers with the certificate that follows from it. */
    public CertificateAnswer answer(LeafBody body, KeyPair host, Validity validity) {
        Bytes leaf = leaf(body).encode();
        Receipt receipt = world.log(leaf);
        X509Certificate certificate = certificate(leaf, receipt.index(), host, validity);
        return answer(leaf, receipt, certificate);
    }

    public CertificateAnswer answer(Bytes leaf, Receipt receipt, X509Certificate certificate) {
        return new CertificateAnswer(
                SANDBOX,
                List.of(certificate, world.hostCa, world.root),
                leaf,
                receipt,
                bootstrapLeaf,
                world.receipt(world.leaves.indexOf(bootstrapLeaf)));
    }

    public X509Certificate certificate(Bytes leaf, long index, KeyPair host, Validity validity) {
        return spec(leaf, index, host, validity)
                .signedBy(world.hostCa, world.hostCaKey.getPrivate());
    }

    public TestCertificates.Spec spec(Bytes leaf, long index, KeyPair host, Validity validity) {
        String id = new SpiffeId("seal.example", World.ORG, SANDBOX).text();
        return new TestCertificates.Spec(
                        "CN=host", host.getPublic(), validity.notBefore(), validity.expires())
                .serial(CertificateSerial.of(World.ORIGIN, index, leaf))
                .usage(KeyPurposeId.id_kp_clientAuth)
                .names(
                        new GeneralNames(
                                new GeneralName(GeneralName.uniformResourceIdentifier, id)));
    }
}
