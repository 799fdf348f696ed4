package dev.sealwright.keyservice.signature;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sealwright.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JCA provider of Ed25519 and ECDSA signatures and of nothing else, so that keys, certificates
 * and TLS stay with the platform. Behind it stands the fastest implementation that loads here:
 * Amazon Corretto's (a tenth of the JDK's time to verify), or Bouncy Castle's (a third).
 */
public final class FastSignatures extends Provider {
    private static final Logger LOG = LoggerFactory.getLogger(FastSignatures.class);
    private static final String NAME = "SealwrightSignatures";
    private static final String ED25519 = "Ed25519";
    private static final String P1363 = "SHA256withECDSAinP1363Format";

    /** RFC 8032 section 7.1, test 1: public key, and signature over nothing. */
    private static final Bytes TEST_KEY =
            Bytes.fromHex(
                    "302a300506032b6570032100"
                            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static final Bytes TEST_SIGNATURE =
            Bytes.fromHex(
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

    private final transient Provider engine;

    private FastSignatures(Provider engine, Map<String, String> names) {
        super(NAME, "1", "Ed25519 and ECDSA by " + engine.getName() + " " + engine.getVersionStr());
        this.engine = engine;
        names.forEach((name, engineName) -> putService(delegate(name, engineName)));
    }

    /**
     * Puts the provider before all others of this process. The application's start calls it; a
     * library never does.
     */
    public static void install() {
        FastSignatures provider = best();
        Security.removeProvider(NAME);
        Security.insertProviderAt(provider, 1);
        LOG.info("{}", provider.getInfo());
    }

    static FastSignatures best() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable reason = corretto.getLoadingError();
        if (reason == null) {
            FastSignatures fast = over(corretto, P1363);
            if (fast.verifiesTheTestVector()) {
                return fast;
            }
        }
        LOG.warn(
                "Amazon Corretto's native library does not serve here ({}); signatures take about twice as long.",
                reason == null ? "it fails its test vector" : reason.toString());
        return over(new BouncyCastleProvider(), "SHA256withPLAIN-ECDSA");
    }

    /**
     * The engine's signatures under the platform's names; {@code plain} is its own name for raw
     * ECDSA.
     */
    static FastSignatures over(Provider engine, String plain) {
        Map<String, String> names =
                Stream.of(ED25519, "NONEwithECDSA", "SHA256withECDSA", "SHA384withECDSA")
                        .collect(Collectors.toMap(name -> name, name -> name));
        names.put(P1363, plain);
        return new FastSignatures(engine, names);
    }

    private Service delegate(String name, String engineName) {
        Service service = engine.getService("Signature", engineName);
        if (service == null) {
            throw new IllegalStateException(engine.getName() + " lacks " + engineName);
        }
        return new Delegate(this, name, service);
    }

    boolean verifiesTheTestVector() {
        try {
            PublicKey key =
                    KeyFactory.getInstance(ED25519)
                            .generatePublic(new X509EncodedKeySpec(TEST_KEY.toArray()));
            byte[] wrong = TEST_SIGNATURE.toArray();
            wrong[0] ^= 1;
            return verifies(key, TEST_SIGNATURE.toArray()) && !verifies(key, wrong);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean verifies(PublicKey key, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(ED25519, this);
        verifier.initVerify(key);
        return verifier.verify(signature);
    }

    private static final class Delegate extends Service {
        private final Service engine;

        Delegate(Provider provider, String name, Service engine) {
            super(provider, "Signature", name, engine.getClassName(), null, null);
            this.engine = engine;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return engine.newInstance(parameter);
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return engine.supportsParameter(parameter);
        }
    }
}
