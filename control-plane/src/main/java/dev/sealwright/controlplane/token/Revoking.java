package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RevocationBody.TokenRevocation;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Ends tokens before their time. Revoking again changes nothing. */
@Singleton
final class Revoking {
    private final Storage storage;
    private final Log log;
    private final Ledger ledger;
    private final RevokedTokens revoked;

    Revoking(Storage storage, Log log, Ledger ledger, RevokedTokens revoked) {
        this.storage = storage;
        this.log = log;
        this.ledger = ledger;
        this.revoked = revoked;
    }

    /**
     * Waits for the leaf.
     *
     * @param block id of a layer; empty for the whole token
     * @param detail JSON that names who revokes, and why
     */
    LeafOutcome.Released revoke(IssuedToken token, Optional<Bytes> block, Bytes detail) {
        ledger.changes();
        Optional<LeafOutcome.Released> earlier =
                revoked.find(token.org(), token.idBytes(), block)
                        .flatMap(each -> log.at(each.index()));
        return earlier.orElseGet(() -> log.await(proposed(token, block, detail)));
    }

    private LeafRef proposed(IssuedToken token, Optional<Bytes> block, Bytes detail) {
        return storage.write(
                connection ->
                        log.proposeWith(
                                token.org(),
                                detail,
                                digest ->
                                        new TokenRevocation(
                                                token.idBytes(),
                                                block,
                                                token.validity().expires(),
                                                digest)));
    }

    /**
     * Whether the log tells of a revocation of the token, or of one of these layers.
     *
     * @param token id of 16 bytes
     */
    boolean isRevoked(Bytes org, Bytes token, List<Bytes> layers) {
        ledger.changes();
        return revoked.revokes(org, token, layers);
    }
}
