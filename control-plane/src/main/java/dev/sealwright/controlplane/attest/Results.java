package dev.sealwright.controlplane.attest;

import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.token.JwtSettings;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Attestation results as tokens: their claims' salted digest goes into the log, and the key service
 * signs what the included leaf commits to. Who lost the answer asks again and gets a new one.
 */
@Singleton
final class Results {
    /** Long enough to be shown to a relying party; an appraisal ages with its collateral. */
    private static final Duration VALID = Duration.ofHours(1);

    private static final int SALT_SIZE = 16;

    private final Storage storage;
    private final Log log;
    private final KeyService keys;
    private final JwtSettings settings;
    private final SecureRandom random;

    Results(Storage storage, Log log, KeyService keys, JwtSettings settings, SecureRandom random) {
        this.storage = storage;
        this.log = log;
        this.keys = keys;
        this.settings = settings;
        this.random = random;
    }

    record Signed(String token, LeafOutcome.Released released) {}

    /** The claims are made for the leaf's time, which the token must name as its own. */
    Signed sign(Bytes org, Function<Instant, JsonValue.Obj> claims) {
        Bytes salt = salt();
        var text = new AtomicReference<>(Bytes.EMPTY);
        LeafRef ref =
                storage.write(
                        connection ->
                                log.propose(
                                        org,
                                        time -> {
                                            text.set(Bytes.utf8(JsonText.of(claims.apply(time))));
                                            return new TokenBody.AttestationResult(
                                                    SaltedDigest.of(salt, text.get()),
                                                    new Validity(time, time.plus(VALID)));
                                        }));
        LeafOutcome.Released released = log.await(ref);
        var leaf = new ProvenLeaf(released.leaf(), released.receipt().text());
        var order = new TokenOrder(leaf, salt, text.get(), settings.standard());
        return new Signed(keys.signJwt(order), released);
    }

    private Bytes salt() {
        byte[] salt = new byte[SALT_SIZE];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }
}
