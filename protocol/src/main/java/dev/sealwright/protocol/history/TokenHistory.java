package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.token.RevocationList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules about capability tokens and their revocation. Takes every leaf of a log in order and
 * passes over those about other things. For one thread.
 */
public final class TokenHistory {
    /** How much a list may lack: what was logged while it was made. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final Map<Bytes, Issued> tokens = new HashMap<>();
    private final Map<Bytes, List<Revoked>> revocations = new HashMap<>();
    private long index = -1;
    private boolean whole = true;

    private record Issued(Bytes org, Instant expires) {}

    private record Revoked(long index, Instant time, RevocationList.Entry entry) {}

    /** What is wrong with the next leaf, or empty. */
    public Optional<String> add(Leaf leaf) {
        index++;
        return switch (leaf.body()) {
            case TokenBody.CapabilityToken body -> {
                tokens.put(leaf.id(), new Issued(leaf.org(), body.validity().expires()));
                yield Optional.empty();
            }
            case RevocationBody.TokenRevocation body -> revocation(leaf, body);
            case RevocationBody.TokenRevocationList body -> list(leaf, body);
            default -> Optional.empty();
        };
    }

    /** In place of a leaf of which the hash alone is there: it may have been any token's. */
    public void gone() {
        index++;
        whole = false;
    }

    private Optional<String> revocation(Leaf leaf, RevocationBody.TokenRevocation body) {
        revocations
                .computeIfAbsent(leaf.org(), _ -> new ArrayList<>())
                .add(new Revoked(index, leaf.time(), RevocationList.Entry.of(body)));
        Issued issued = tokens.get(body.token());
        if (issued == null && !whole) {
            return Optional.empty();
        }
        if (issued == null || !issued.org().equals(leaf.org())) {
            return Optional.of("a revocation of a token that its org did not issue");
        }
        return issued.expires().equals(body.expires())
                ? Optional.empty()
                : Optional.of("a revocation that ends at another time than its token");
    }

    private Optional<String> list(Leaf leaf, RevocationBody.TokenRevocationList body) {
        List<Revoked> all = revocations.getOrDefault(leaf.org(), List.of());
        if (body.through() > index) {
            return Optional.of("a list of revocations that looks ahead of itself");
        }
        if (all.stream().anyMatch(each -> isLeftOut(each, leaf.time(), body.through()))) {
            return Optional.of("a list of revocations that leaves an older one out");
        }
        List<RevocationList.Entry> entries =
                all.stream()
                        .filter(each -> each.index() < body.through())
                        .map(Revoked::entry)
                        .toList();
        return RevocationList.of(leaf.org(), body.through(), entries, leaf.time())
                        .digest()
                        .equals(body.digest())
                ? Optional.empty()
                : Optional.of("a list of revocations that is not what was revoked");
    }

    private static boolean isLeftOut(Revoked each, Instant time, long through) {
        return each.index() >= through
                && each.entry().counts(time)
                && each.time().plus(SLACK).isBefore(time);
    }
}
