package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.keyversion.VersionMaking;
import dev.sealwright.controlplane.keyversion.VersionMaking.Kept;
import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TokenKeyId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that sign the service's own JSON Web Tokens, one generation after the other. The log
 * names them from the first rotation on; before it, the ceremony's is the only one.
 */
@Singleton
public final class TokenKeys {
    private static final Pattern LABEL = Pattern.compile("client-([0-9a-f]{32})-1");

    private final LoggedKeys logged;
    private final VersionMaking making;
    private final KeyService keyService;
    private final Log log;
    private final VerifiedAnchors anchors;
    private final InstantSource clock;
    private final Map<TokenAlgorithm, Bytes> ceremonial = new ConcurrentHashMap<>();

    TokenKeys(
            LoggedKeys logged,
            VersionMaking making,
            KeyService keyService,
            Log log,
            VerifiedAnchors anchors,
            InstantSource clock) {
        this.logged = logged;
        this.making = making;
        this.keyService = keyService;
        this.log = log;
        this.anchors = anchors;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param since when it began to sign
     * @param deactivated when the next one did
     * @param logged what the log says of it; nothing before the first rotation
     */
    public record Generation(
            TokenKeyId id,
            Bytes spki,
            Instant since,
            Optional<Instant> deactivated,
            Optional<LoggedKey> logged) {
        public long number() {
            return id.generation();
        }

        /** By which the key inventory knows it. */
        String label() {
            return number() == 1
                    ? TokenAlgorithm.of(id.algorithm()).label()
                    : "client-" + id.bytes().hex() + "-1";
        }

        String state() {
            if (logged.filter(LoggedKey::destroyed).isPresent()) {
                return "destroyed";
            }
            if (logged.flatMap(LoggedKey::destruction).isPresent()) {
                return "destruction-scheduled";
            }
            return deactivated.isPresent() ? "deactivated" : KeyLife.ACTIVE;
        }
    }

    /** What a label on the token stands for, if it is that of one of these keys. */
    static Optional<TokenKeyId> idOf(String label) {
        for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
            if (algorithm.label().equals(label)) {
                return Optional.of(new TokenKeyId(algorithm.signing(), 1));
            }
        }
        Matcher made = LABEL.matcher(label);
        return made.matches() ? TokenKeyId.of(Bytes.fromHex(made.group(1))) : Optional.empty();
    }

    /** From the first on; the last signs. */
    public List<Generation> all(TokenAlgorithm algorithm) {
        List<LoggedKey> named = new ArrayList<>();
        TokenKeyId id = new TokenKeyId(algorithm.signing(), 1);
        for (var next = find(id); next.isPresent(); next = find(id)) {
            named.add(next.get());
            id = id.next();
        }
        Instant begun = log.begun();
        if (named.isEmpty()) {
            return List.of(
                    new Generation(
                            id, ceremonial(algorithm), begun, Optional.empty(), Optional.empty()));
        }
        List<Generation> all = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            LoggedKey.Version version = named.get(i).latest();
            all.add(
                    new Generation(
                            new TokenKeyId(algorithm.signing(), i + 1L),
                            version.key().spki(),
                            i == 0 ? begun : version.time(),
                            i + 1 < named.size()
                                    ? Optional.of(named.get(i + 1).latest().time())
                                    : Optional.empty(),
                            Optional.of(named.get(i))));
        }
        return List.copyOf(all);
    }

    private Optional<LoggedKey> find(TokenKeyId id) {
        return logged.find(Leaf.NO_ORG, id.bytes());
    }

    public Generation signing(TokenAlgorithm algorithm) {
        return all(algorithm).getLast();
    }

    Generation require(TokenAlgorithm algorithm, long number) {
        return all(algorithm).stream()
                .filter(each -> each.number() == number)
                .findAny()
                .orElseThrow(ProblemException::notFound);
    }

    /** Asked once: what the ceremony made stays as it is. */
    private Bytes ceremonial(TokenAlgorithm algorithm) {
        return ceremonial.computeIfAbsent(
                algorithm,
                each ->
                        keyService
                                .describeKeys()
                                .spki(each.label())
                                .orElseThrow(ProblemException::notFound));
    }

    /**
     * Has the next one made, which signs from then on. The first time, the ceremony's is named in
     * the log before it.
     *
     * @param act names the leaf of the new one
     */
    LeafOutcome.Released rotate(TokenAlgorithm algorithm, ActId act) {
        if (anchors.severalIssue()) {
            throw ProblemException.conflict(
                    "Several members sign tokens, each by the keys of its ceremony; those are not rotated.");
        }
        Kept<UUID> kept = kept(algorithm);
        if (signing(algorithm).logged().isEmpty()) {
            making.first(kept);
        }
        return making.next(kept, () -> signing(algorithm).number() + 1, act);
    }

    /** The table's key is an id that is none: that of generation 0. */
    private Kept<UUID> kept(TokenAlgorithm algorithm) {
        UUID first = LeafIds.uuid(new TokenKeyId(algorithm.signing(), 1).bytes());
        return new Kept<>(
                KeyMaking.TABLE,
                new UUID(first.getMostSignificantBits(), 0),
                Leaf.NO_ORG,
                number -> made(new TokenKeyId(algorithm.signing(), number)));
    }

    private KeyBody.Version made(TokenKeyId id) {
        Bytes spki = keyService.makeKey(new KeyOrder(Leaf.NO_ORG, id.bytes(), 1, id.algorithm()));
        return new KeyBody.Version(id.bytes(), 1, id.algorithm(), spki);
    }

    /** Schedules the destruction of an older one; one that is scheduled stays as it is. */
    Optional<LeafOutcome.Released> destroy(Generation key, Duration wait) {
        if (requireOlder(key).flatMap(LoggedKey::destruction).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                change(time -> new KeyBody.Destruction(key.id().bytes(), time.plus(wait))));
    }

    /** Takes a destruction back, if there is one. */
    Optional<LeafOutcome.Released> restore(Generation key) {
        Optional<Instant> due =
                requireOlder(key).flatMap(LoggedKey::destruction).map(LoggedKey.Destruction::due);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(due.get())) {
            throw ProblemException.conflict("The time to restore the key is over.");
        }
        return Optional.of(change(_ -> new KeyBody.Restoration(key.id().bytes())));
    }

    private static Optional<LoggedKey> requireOlder(Generation key) {
        if (key.deactivated().isEmpty()) {
            throw ProblemException.conflict(
                    "This key signs tokens. Rotate it first; then it is an older one.");
        }
        if (key.logged().filter(LoggedKey::destroyed).isPresent()) {
            throw ProblemException.conflict("This key was destroyed.");
        }
        return key.logged();
    }

    private LeafOutcome.Released change(Function<Instant, KeyBody> body) {
        return log.logAlone(Leaf.NO_ORG, time -> body.apply(time));
    }
}
