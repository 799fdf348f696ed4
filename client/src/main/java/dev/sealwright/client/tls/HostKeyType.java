package dev.sealwright.client.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/** The keys a host may have; named as on the command line. */
public enum HostKeyType {
    p256("EC", "secp256r1"),
    p384("EC", "secp384r1"),
    ed25519("Ed25519", "");

    private final String algorithm;
    private final String curve;

    HostKeyType(String algorithm, String curve) {
        this.algorithm = algorithm;
        this.curve = curve;
    }

    KeyPairGenerator generator(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (!curve.isEmpty()) {
            generator.initialize(new ECGenParameterSpec(curve), random);
        }
        return generator;
    }
}
