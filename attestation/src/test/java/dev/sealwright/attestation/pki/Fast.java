package dev.sealwright.attestation.pki;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sealwright.attestation.crypto.SignatureCheck;

/** Signature checks for tests that make thousands of them. */
public final class Fast {
    public static final SignatureCheck SIGNATURES =
            AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null
                    ? SignatureCheck.on(AmazonCorrettoCryptoProvider.INSTANCE)
                    : SignatureCheck.onJdk();

    private Fast() {}
}
