package dev.sealwright.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/**
 * Certificates for tests, good and bad ones, on P-256.
 *
 * <pre>{@code
 * TestAuthority root = TestPki.root("Test Root");
 * TestAuthority hosts = root.intermediate("Test Hosts");
 * TestCertificate host = hosts.issue(CertificateSpec.client().uri("spiffe://example.test/a"));
 * TestCertificate late = hosts.issue(CertificateSpec.client().between(longAgo, yesterday));
 * }</pre>
 */
public final class TestPki {
    /** When certificates begin to be valid if nothing else is said. */
    public static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");

    /** When they end to be. */
    public static final Instant END = Instant.parse("2049-12-31T23:59:59Z");

    private TestPki() {}

    /** A self-signed authority of this common name. */
    public static TestAuthority root(String name) {
        return TestAuthority.selfSigned(name, p256());
    }

    public static KeyPair p256() {
        return ec("secp256r1");
    }

    public static KeyPair p384() {
        return ec("secp384r1");
    }

    public static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
