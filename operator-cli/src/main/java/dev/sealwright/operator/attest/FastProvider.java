package dev.sealwright.operator.attest;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sealwright.attestation.crypto.SignatureCheck;
import java.security.Security;

/** Registers Amazon Corretto's provider behind all others, where it loads on this platform. */
final class FastProvider {
    private FastProvider() {}

    static SignatureCheck signatures() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        if (corretto.getLoadingError() == null) {
            Security.addProvider(corretto);
        }
        return SignatureCheck.fastest();
    }
}
