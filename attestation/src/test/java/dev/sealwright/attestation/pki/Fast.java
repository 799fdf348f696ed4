package dev.sealwright.attestation.pki;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sealwright.attestation.crypto.SignatureCheck;
import java.security.Security;

/** Signature checks for tests that make thousands of them. */
public final class Fast {
    public static final SignatureCheck SIGNATURES = registered();

    private Fast() {}

    private static SignatureCheck registered() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        if (corretto.getLoadingError() == null) {
            Security.addProvider(corretto);
        }
        return SignatureCheck.fastest();
    }
}
