package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Signs: the leaf that names key, message and caller is in the signed log before the key service
 * signs anything. Requests that come together share a checkpoint.
 */
@Singleton
final class Signing {
    /** Above, a message that is signed by its digest stays here. */
    private static final int SENT = 16 * 1024;

    /** Refusals that a new leaf may mend: the old one came too late, or the key changed. */
    private static final Set<RefusalCode> MENDED =
            Set.of(RefusalCode.WINDOW, RefusalCode.KEY_STATE);

    private final ClientKeys keys;
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final Ids ids;
    private final InstantSource clock;

    Signing(
            ClientKeys keys,
            Storage storage,
            Log log,
            KeyService keyService,
            Ids ids,
            InstantSource clock) {
        this.keys = keys;
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Something to be signed.
     *
     * @param caller JSON that names who asks
     */
    record Question(Versioned<KeyDocument> key, SignatureBody body, Bytes caller) {}

    /** A signature with the leaf that allowed it. */
    record Signed(SignatureAnswer answer, LeafOutcome.Released released) {}

    /**
     * @param act of a request that may be sent again; its leaf is looked for first
     */
    Signed sign(Question question, Optional<ActId> act) {
        requireActive(question.key());
        keys.requirePeriod(question.key());
        requireSize(question);
        LeafOutcome.Released first =
                act.map(each -> again(question, each.value()))
                        .orElseGet(() -> released(question, ids.next()));
        try {
            return signed(question, first);
        } catch (KeyServiceRefusedException e) {
            if (!MENDED.contains(e.code())) {
                throw e;
            }
            requireActive(question.key());
            return signed(question, released(question, ids.next()));
        }
    }

    /** The leaf of an earlier attempt, if it left one that counts. */
    private LeafOutcome.Released again(Question question, UUID act) {
        return switch (log.outcome(act)) {
            case LeafOutcome.Released leaf -> leaf;
            case LeafOutcome.Waiting _ -> log.awaitById(act);
            case LeafOutcome.Unknown _ -> released(question, act);
            case LeafOutcome.Refused _ -> released(question, ids.next());
        };
    }

    private void requireActive(Versioned<KeyDocument> key) {
        KeyState state = KeyState.of(key.value(), keys.logged(key), clock.instant());
        if (state != KeyState.ACTIVE) {
            throw ProblemException.of(ProblemKind.KEY_INACTIVE, "The key is " + state.text() + ".");
        }
    }

    private void requireSize(Question question) {
        if (keys.requireLogged(question.key()).algorithm().hashes()) {
            return;
        }
        Bytes message =
                question.body()
                        .bytes()
                        .orElseThrow(
                                () ->
                                        ProblemException.invalid(
                                                "/message",
                                                "a key of this algorithm signs the message itself"));
        if (message.size() > SENT) {
            throw ProblemException.invalid(
                    "/message", "a key of this algorithm signs at most " + SENT + " bytes");
        }
    }

    private LeafOutcome.Released released(Question question, UUID leafId) {
        LoggedKey key = keys.requireLogged(question.key());
        try {
            return log.await(
                    storage.write(
                            connection ->
                                    log.proposeWith(
                                            leafId,
                                            key.org(),
                                            question.caller(),
                                            caller ->
                                                    new KeyBody.Sign(
                                                            key.id(),
                                                            key.latest().number(),
                                                            key.algorithm(),
                                                            question.body().digest(),
                                                            caller))));
        } catch (LeafRefusedException e) {
            throw e.code() == RefusalCode.KEY_STATE
                    ? ProblemException.retryLater(
                            ProblemKind.CONFLICT, "The key changed meanwhile; ask again.", 1)
                    : e;
        }
    }

    private Signed signed(Question question, LeafOutcome.Released released) {
        SignOrder order =
                new SignOrder(
                        new ProvenLeaf(released.leaf(), released.receipt().text()),
                        question.body().bytes().filter(message -> message.size() <= SENT));
        return new Signed(
                SignatureAnswer.of(question.key().name(), keyService.sign(order), released),
                released);
    }
}
