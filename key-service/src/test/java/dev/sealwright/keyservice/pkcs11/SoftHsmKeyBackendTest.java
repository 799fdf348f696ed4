package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendContract;
import dev.sealwright.testkit.SoftHsm;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, held by SoftHSM2. */
final class SoftHsmKeyBackendTest extends KeyBackendContract {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @Override
    protected Set<KeyAlgorithm> offered() {
        return EnumSet.complementOf(EnumSet.of(KeyAlgorithm.ML_DSA_65));
    }

    @Override
    protected KeyBackend open() {
        var token = HSM.token();
        return Pkcs11KeyBackend.open(
                Pkcs11Config.of(token.module(), token.label(), token.userPinFile()),
                new SecureRandom());
    }
}
