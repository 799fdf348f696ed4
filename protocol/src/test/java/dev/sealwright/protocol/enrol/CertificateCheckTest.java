package dev.sealwright.protocol.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.TestCertificates;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
    private static final Validity DAY = Validity.starting(World.NOW, Duration.ofDays(1));

    private final World world = new World();
    private final ReceiptVerifier verifier = new ReceiptVerifier(world.verifiedAnchors());
    private final KeyPair key = World.p256();

    private VerifiedLeaf serverLeaf(String... names) {
        Bytes spki = Spki.fingerprint(key.getPublic());
        Bytes leaf =
                new Leaf(
                                Bytes.zeros(16),
                                World.NOW,
                                Leaf.NO_ORG,
                                new LeafBody.Server(List.of(names), spki, DAY))
                        .encode();
        return verifier.verify(leaf, world.log(leaf));
    }

    private static GeneralNames names(GeneralName... names) {
        return new GeneralNames(names);
    }

    private List<X509Certificate> chain(VerifiedLeaf leaf, GeneralNames names) {
        X509Certificate certificate =
                new TestCertificates.Spec(
                                "CN=server", key.getPublic(), DAY.notBefore(), DAY.expires())
                        .serial(CertificateSerial.of(leaf.origin(), leaf.index(), leaf.bytes()))
                        .usage(KeyPurposeId.id_kp_serverAuth)
                        .names(names)
                        .signedBy(world.serverCa, world.serverCaKey.getPrivate());
        return List.of(certificate, world.serverCa, world.root);
    }

    private void refused(Reason reason, VerifiedLeaf leaf, List<X509Certificate> chain) {
        assertThatThrownBy(() -> CertificateCheck.server(leaf, chain, verifier.anchors()))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aServerHasTheNamesOfItsLeaf() {
        VerifiedLeaf leaf = serverLeaf("127.0.0.1", "seal.example");
        var address = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        var name = new GeneralName(GeneralName.dNSName, "seal.example");
        assertThatCode(
                        () ->
                                CertificateCheck.server(
                                        leaf,
                                        chain(leaf, names(name, address)),
                                        verifier.anchors()))
                .doesNotThrowAnyException();
        refused(Reason.MISMATCH, leaf, chain(leaf, names(name)));
        refused(
                Reason.MISMATCH,
                leaf,
                chain(leaf, names(name, new GeneralName(GeneralName.dNSName, "127.0.0.1"))));
        refused(
                Reason.MISMATCH,
                leaf,
                chain(
                        leaf,
                        names(
                                name,
                                address,
                                new GeneralName(GeneralName.dNSName, "evil.example"))));
    }

    @Test
    void aServerHasOnlyNamesThatTheAnchorsName() {
        VerifiedLeaf leaf = serverLeaf("evil.example");
        refused(
                Reason.MISMATCH,
                leaf,
                chain(leaf, names(new GeneralName(GeneralName.dNSName, "evil.example"))));
    }

    @Test
    void anotherChainIsRefused() {
        VerifiedLeaf leaf = serverLeaf("seal.example");
        var chain = chain(leaf, names(new GeneralName(GeneralName.dNSName, "seal.example")));
        refused(Reason.CERTIFICATE, leaf, chain.subList(0, 2));
        refused(Reason.CERTIFICATE, leaf, List.of(chain.get(0), world.hostCa, world.root));
        refused(Reason.CERTIFICATE, leaf, List.of(chain.get(0), world.serverCa, new World().root));
    }

    @Test
    void theSerialIsPositiveAndFitsItsLeaf() {
        for (int index = 0; index < 200; index++) {
            BigInteger serial = CertificateSerial.of(World.ORIGIN, index, Bytes.uint64(index));
            assertThat(serial.signum()).isPositive();
            assertThat(serial.bitLength()).isLessThanOrEqualTo(127);
        }
        BigInteger one = CertificateSerial.of(World.ORIGIN, 1, Bytes.EMPTY);
        assertThat(CertificateSerial.of(World.ORIGIN, 2, Bytes.EMPTY)).isNotEqualTo(one);
        assertThat(CertificateSerial.of(World.ORIGIN + "x", 1, Bytes.EMPTY)).isNotEqualTo(one);
    }

    @Test
    void aCertificateIsReadInOneFormOnly() {
        String pem = Certificates.pem(world.root);
        Bytes der = Certificates.encode(world.root);
        assertThat(Certificates.parsePem(pem)).isEqualTo(world.root);
        assertThat(Certificates.parse(der)).isEqualTo(world.root);
        for (String wrong :
                List.of(
                        "",
                        pem + "\n",
                        " " + pem,
                        pem.replace("\n", "\r\n"),
                        pem + pem,
                        pem.replace("==", "="),
                        pem.substring(1))) {
            if (!wrong.equals(pem)) {
                assertThatThrownBy(() -> Certificates.parsePem(wrong))
                        .isInstanceOf(MalformedException.class);
            }
        }
        for (Bytes wrong :
                List.of(
                        Bytes.EMPTY,
                        der.slice(0, 9),
                        Bytes.concat(der, der),
                        Bytes.utf8(pem),
                        Bytes.zeros(20_000))) {
            assertThatThrownBy(() -> Certificates.parse(wrong))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aSpiffeIdIsReadInOneFormOnly() {
        SpiffeId id = new SpiffeId("seal.example", World.ORG, Enrolments.SANDBOX);
        assertThat(SpiffeId.parse(id.text())).isEqualTo(id);
        for (String wrong :
                List.of(
                        id.text() + "/",
                        id.text().toUpperCase(java.util.Locale.ROOT),
                        id.text().replace("/org/", "/ORG/"),
                        id.text().replace("spiffe", "https"),
                        id.text().replace("seal.example", ""),
                        id.text().replace("-", ""))) {
            assertThatThrownBy(() -> SpiffeId.parse(wrong)).isInstanceOf(MalformedException.class);
        }
    }
}
