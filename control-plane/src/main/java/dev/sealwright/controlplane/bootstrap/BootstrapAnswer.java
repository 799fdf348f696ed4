package dev.sealwright.controlplane.bootstrap;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bootstrap as it is shown.
 *
 * @param id 22 characters of base64url
 * @param state issued, burned or expired
 * @param leaf base64url of its leaf
 * @param receipt c2sp.org/tlog-proof text
 * @param installUrlPrefix the install URL without the secret that its minter appends
 */
@Serdeable
@Schema(name = "Bootstrap")
public record BootstrapAnswer(
        String id,
        String sandboxSpec,
        String state,
        Instant nbf,
        Instant exp,
        String mintedBy,
        @Nullable Instant burnedAt,
        String leaf,
        String receipt,
        long receiptIndex,
        String installUrlPrefix) {

    static BootstrapAnswer of(
            Bootstrap bootstrap,
            BootstrapState state,
            LeafOutcome.Released released,
            String authority) {
        return new BootstrapAnswer(
                bootstrap.id().text(),
                bootstrap.specName(),
                state.text(),
                bootstrap.validity().notBefore(),
                bootstrap.validity().expires(),
                bootstrap.mintedBy(),
                bootstrap.burnedAt().orElse(null),
                released.leaf().base64Url(),
                released.receipt().text(),
                released.index(),
                BootstrapUrl.prefix(authority, bootstrap.id()));
    }
}
