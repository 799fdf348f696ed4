package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SecretBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /**
     * @param blobs every blob that was the version's, the last of which is
     */
    private record Sealed(Bytes org, List<Bytes> blobs, boolean shredded) {
        private Sealed next(Bytes blob) {
            List<Bytes> all = new ArrayList<>(blobs);
            all.add(blob);
            return new Sealed(org, List.copyOf(all), shredded);
        }
    }

    /** What is wrong with the next leaf, or empty. */
    public Optional<String> add(Leaf leaf) {
        return switch (leaf.body()) {
            case RecordBody body when body.kind() == RecordKind.SECRET -> row(leaf.org(), body);
            case SecretBody.Seal body -> seal(leaf.org(), body);
            case SecretBody.Unseal body -> standing(leaf.org(), body, "an unsealing");
            case SecretBody.Shred body -> shred(leaf.org(), body);
            case SecretBody.Reseal body -> reseal(leaf.org(), body);
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
                versions.putIfAbsent(versionOf(body), new Sealed(org, List.of(body.blob()), false))
                        == null;
        if (secret == null || !secret.org().equals(org) || !secret.set()) {
            return Optional.of("a version of a secret that its org does not have");
        }
        return first ? Optional.empty() : Optional.of("a version of a secret sealed twice");
    }

    private Optional<String> shred(Bytes org, SecretBody.Shred body) {
        Optional<String> wrong = standing(org, body, "a destruction");
        versions.computeIfPresent(
                versionOf(body), (version, was) -> new Sealed(was.org(), was.blobs(), true));
        return wrong;
    }

    /** A destruction may overtake it; then it is the version's last, and changes nothing. */
    private Optional<String> reseal(Bytes org, SecretBody.Reseal body) {
        Sealed sealed = versions.get(versionOf(body));
        if (sealed == null || !sealed.org().equals(org)) {
            return Optional.of("a re-encryption of a version that was not sealed in this org");
        }
        if (!sealed.blobs().getLast().equals(body.blob())) {
            return Optional.of("a re-encryption of another blob than stands");
        }
        versions.put(versionOf(body), sealed.next(body.next()));
        return Optional.empty();
    }

    /** A re-encryption may overtake what names the blob before it. */
    private Optional<String> standing(Bytes org, SecretBody body, String what) {
        Sealed sealed = versions.get(versionOf(body));
        if (sealed == null || !sealed.org().equals(org)) {
            return Optional.of(what + " of a version that was not sealed in this org");
        }
        if (!sealed.blobs().contains(body.blob())) {
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
