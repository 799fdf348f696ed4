package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.TestedService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.EnrolmentChallenge;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.testkit.Planted;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A host with its key, which enrols as the host program does and checks what it is told as that
 * does.
 */
public final class TestHost {
    private final TestedService service;
    private final KeyPair key = keyPair();

    public TestHost(TestedService service) {
        this.service = service;
    }

    public static BootstrapSeed seed() {
        byte[] seed = new byte[BootstrapSeed.SIZE];
        new SecureRandom().nextBytes(seed);
        return BootstrapSeed.of(Planted.bytes(seed));
    }

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public KeyPair key() {
        return key;
    }

    public Bytes spki() {
        return Bytes.of(key.getPublic().getEncoded());
    }

    public Bytes csr() {
        return csr(key);
    }

    public static Bytes csr(KeyPair key) {
        try {
            return Bytes.of(
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(""), key.getPublic())
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(key.getPrivate()))
                            .getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer ask(BootstrapSeed seed) {
        return service.hosts().post("/v1/enrolments", "{\"id\":\"" + seed.id().text() + "\"}");
    }

    /** The first step, with every check a host makes. */
    public BootstrapOffer offer(BootstrapSeed seed) {
        Answer answer = ask(seed);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        EnrolmentChallenge challenge =
                new EnrolmentChallenge(
                        Bytes.fromBase64Url(answer.json().text("bootstrap_leaf")),
                        Receipt.parse(answer.json().text("bootstrap_receipt")),
                        Bytes.fromBase64Url(answer.json().text("anchors")),
                        Bytes.fromBase64Url(answer.json().text("nonce")));
        VerifiedAnchors anchors = service.anchors();
        return BootstrapOffer.verify(
                challenge, seed.publicKey(), anchors.pin(), service.clock().instant());
    }

    /** Both steps. */
    public Answer enrol(BootstrapSeed seed) {
        return redeem(seed, offer(seed));
    }

    /** The second step. */
    Answer redeem(BootstrapSeed seed, BootstrapOffer offer) {
        return redeem(seed, offer.nonce(), csr(), offer.prove(seed, spki()));
    }

    Answer redeem(BootstrapSeed seed, Bytes nonce, Bytes csr, Bytes proof) {
        return service.hosts()
                .post(
                        "/v1/enrolments/" + seed.id().text(),
                        String.format(
                                Locale.ROOT,
                                "{\"nonce\":\"%s\",\"csr\":\"%s\",\"proof\":\"%s\"}",
                                nonce.base64Url(),
                                csr.base64Url(),
                                proof.base64Url()));
    }

    public static CertificateAnswer certificate(Answer answer) {
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        List<X509Certificate> chain =
                answer.json().items("certificate_chain").stream()
                        .map(pem -> Certificates.parsePem(String.valueOf(pem.node().getValue())))
                        .toList();
        return new CertificateAnswer(
                Uuids.parse(answer.json().text("sandbox_id")),
                chain,
                Bytes.fromBase64Url(answer.json().text("leaf")),
                Receipt.parse(answer.json().text("receipt")),
                Bytes.fromBase64Url(answer.json().text("bootstrap_leaf")),
                Receipt.parse(answer.json().text("bootstrap_receipt")));
    }

    public static UUID sandbox(CertificateAnswer answer) {
        return Uuids.uuid(answer.sandbox());
    }

    /** The hosts listener, as this host with that certificate. */
    public Client with(CertificateAnswer certificate) {
        return service.hosts(new KeyManager[] {new OneKey(key.getPrivate(), certificate.chain())});
    }

    public static Client with(TestedService service, KeyPair key, CertificateAnswer certificate) {
        return service.hosts(new KeyManager[] {new OneKey(key.getPrivate(), certificate.chain())});
    }

    public Bytes sign(Bytes message) {
        try {
            Signature signature = Signature.getInstance(SignatureScheme.ECDSA_P256.jcaName());
            signature.initSign(key.getPrivate());
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One certificate for client authentication, whoever asks. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate[] chain;

        OneKey(PrivateKey key, List<X509Certificate> chain) {
            this.key = key;
            this.chain = chain.subList(0, 2).toArray(X509Certificate[]::new);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"host"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "host";
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal[] issuers, SSLEngine engine) {
            return "host";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "none";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
