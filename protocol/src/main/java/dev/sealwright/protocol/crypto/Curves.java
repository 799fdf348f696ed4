package dev.sealwright.protocol.crypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** Which NIST curve a key is on. */
final class Curves {
    private static final ECParameterSpec P256 = named("secp256r1");
    private static final ECParameterSpec P384 = named("secp384r1");

    private Curves() {}

    static boolean isP256(ECPublicKey key) {
        return same(key.getParams(), P256);
    }

    static boolean isP384(ECPublicKey key) {
        return same(key.getParams(), P384);
    }

    private static boolean same(ECParameterSpec a, ECParameterSpec b) {
        return a.getCurve().equals(b.getCurve())
                && a.getGenerator().equals(b.getGenerator())
                && a.getOrder().equals(b.getOrder())
                && a.getCofactor() == b.getCofactor();
    }

    private static ECParameterSpec named(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no provider has " + name, e);
        }
    }
}
