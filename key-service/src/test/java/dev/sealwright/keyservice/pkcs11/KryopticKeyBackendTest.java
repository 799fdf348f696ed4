package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The contract, held by Kryoptic. {@code KRYOPTIC_CONF} names a token that is not initialised. */
@EnabledIfEnvironmentVariable(
        named = "SEALWRIGHT_KRYOPTIC",
        matches = ".+",
        disabledReason = "Kryoptic is built and tested by ./sealwright test --full")
final class KryopticKeyBackendTest extends KeyBackendContract {
    @TempDir private static Path folder;

    private static ForeignToken token;

    @BeforeAll
    static void initialise() {
        token = ForeignToken.initialised(Path.of(System.getenv("SEALWRIGHT_KRYOPTIC")), folder);
    }

    @Override
    protected KeyBackend open() {
        return token.open();
    }
}
