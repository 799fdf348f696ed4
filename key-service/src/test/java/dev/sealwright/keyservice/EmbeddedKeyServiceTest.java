package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceContract;
import java.nio.file.Path;

/** The contract, called in the process that opened the token. */
final class EmbeddedKeyServiceTest extends KeyServiceContract {
    @Override
    protected KeyService reach(KeyService here, Path own) {
        return here;
    }
}
