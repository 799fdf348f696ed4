package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SecretBody;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules about secrets. Takes every leaf of a log in order and passes over those about other
 * things. For one thread.
 */
public final class SecretHistory {
    private final Map<Bytes, Secret> secrets = new HashMap<>();
    private final Map<Version, Sealed> versions = new HashMap<>();

    /** A secret as its record leaves tell of it. */
    private record Secret(Bytes org, boolean set) {}

    private record Version(Bytes secret, long number) {}

    private record Sealed(Bytes org, Bytes blob, boolean shredded) {}

    /** What is wrong with the next leaf, or empty. */
    public Optional<String> add(Leaf leaf) {
        return switch (leaf.body()) {
            case RecordBody body when body.kind() == RecordKind.SECRET -> row(leaf.org(), body);
            case SecretBody.Seal body -> seal(leaf.org(), body);
            case SecretBody.Unseal body -> standing(leaf.org(), body, "an unsealing");
            case SecretBody.Shred body -> shred(leaf.org(), body);
            default -> Optional.empty();
        };
    }

    private Optional<String> row(Bytes org, RecordBody body) {
        secrets.put(body.row(), new Secret(org, body.state() == RecordState.SET));
        return Optional.empty();
    }

    /** Versions are numbered before they are sealed, so a later one may come first. */
    private Optional<String> seal(Bytes org, SecretBody.Seal body) {
        Secret secret = secrets.get(body.secret());
        boolean first =
                versions.putIfAbsent(versionOf(body), new Sealed(org, body.blob(), false)) == null;
        if (secret == null || !secret.org().equals(org) || !secret.set()) {
            return Optional.of("a version of a secret that its org does not have");
        }
        return first ? Optional.empty() : Optional.of("a version of a secret sealed twice");
    }

    private Optional<String> shred(Bytes org, SecretBody.Shred body) {
        Optional<String> wrong = standing(org, body, "a destruction");
        versions.computeIfPresent(
                versionOf(body), (version, was) -> new Sealed(was.org(), was.blob(), true));
        return wrong;
    }

    private Optional<String> standing(Bytes org, SecretBody body, String what) {
        Sealed sealed = versions.get(versionOf(body));
        if (sealed == null || !sealed.org().equals(org)) {
            return Optional.of(what + " of a version that was not sealed in this org");
        }
        if (!sealed.blob().equals(body.blob())) {
            return Optional.of(what + " of another blob than was sealed");
        }
        return sealed.shredded()
                ? Optional.of(what + " of a version that was destroyed")
                : Optional.empty();
    }

    private static Version versionOf(SecretBody body) {
        return new Version(body.secret(), body.version());
    }
}
