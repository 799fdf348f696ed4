package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendContract;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, as far as tpm2-pkcs11 holds it: on a TPM that is there, with a store that {@code
 * TPM2_PKCS11_STORE} names.
 */
@EnabledIfEnvironmentVariable(
        named = "SEALWRIGHT_TPM2_PKCS11",
        matches = ".+",
        disabledReason = "tpm2-pkcs11 is tested on swtpm by ./sealwright test --full")
final class TpmKeyBackendTest extends KeyBackendContract {
    @TempDir private static Path folder;

    private static ForeignToken token;

    @BeforeAll
    static void initialise() {
        token = ForeignToken.initialised(Path.of(System.getenv("SEALWRIGHT_TPM2_PKCS11")), folder);
    }

    @Override
    protected KeyBackend open() {
        return token.open();
    }

    @Override
    protected Set<KeyAlgorithm> offered() {
        return EnumSet.of(KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P384);
    }
}
