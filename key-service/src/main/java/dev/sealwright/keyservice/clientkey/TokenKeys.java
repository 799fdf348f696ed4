package dev.sealwright.keyservice.clientkey;

import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.log.ClientKey;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TokenKeyId;
import java.util.Optional;

/**
 * The keys that sign the service's own tokens: the newest generation that the log names, and before
 * it names any, the ceremony's. Safe for concurrent use.
 */
public final class TokenKeys {
    private final ClientKeyStore store;
    private final VoterLog log;

    public TokenKeys(ClientKeyStore store, VoterLog log) {
        this.store = store;
        this.log = log;
    }

    /** A key pair on the token. */
    public record Signing(KeyHandle handle, Bytes spki) {}

    /** The one that signs now. */
    public Signing signing(SigningAlgorithm algorithm) {
        TokenKeyId newest = newest(algorithm);
        HeldKey held =
                store.find(new KeyOrder(Leaf.NO_ORG, newest.bytes(), 1, algorithm))
                        .orElseThrow(
                                () ->
                                        new KeyServiceUnavailableException(
                                                "The token does not hold the key that the log says"
                                                        + " signs tokens. Open the token that does,"
                                                        + " or rotate that key."));
        return new Signing(held.handle(), held.spki());
    }

    private TokenKeyId newest(SigningAlgorithm algorithm) {
        TokenKeyId newest = new TokenKeyId(algorithm, 1);
        while (log.clientKey(newest.next().bytes()).isPresent()) {
            newest = newest.next();
        }
        return newest;
    }

    /** Whether the ceremony's key may be gone: another signs, and its end was ordered. */
    public boolean outlivesCeremony(SigningAlgorithm algorithm) {
        Optional<ClientKey> first = log.clientKey(new TokenKeyId(algorithm, 1).bytes());
        return first.filter(key -> key.destroyed() || key.due().isPresent()).isPresent();
    }

    /** Keys of orgs and of the service itself are told apart, and no generation is left out. */
    static void requirePlace(KeyOrder order, VoterLog log) {
        Optional<TokenKeyId> own = TokenKeyId.of(order.key());
        Refusals.require(
                own.isPresent() == order.org().equals(Leaf.NO_ORG),
                RefusalCode.NOT_ALLOWED,
                "a key belongs to an org, or is one that signs the service's tokens");
        own.ifPresent(
                id ->
                        Refusals.require(
                                order.version() == 1
                                        && order.algorithm() == id.algorithm()
                                        && id.previous()
                                                .filter(
                                                        before ->
                                                                log.clientKey(before.bytes())
                                                                        .isEmpty())
                                                .isEmpty(),
                                RefusalCode.KEY_STATE,
                                "not the generation that follows, or of another algorithm"));
    }
}
