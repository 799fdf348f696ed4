package dev.sealwright.keyservice.inventory;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Spki;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The service's keys, found and fit: each there once, made on the token and never able to leave it,
 * and the very keys that the anchors name; while the root is nowhere to be seen.
 */
public final class ServiceKeys {
    private final Map<KeyRole, KeyHandle> handles;

    private ServiceKeys(Map<KeyRole, KeyHandle> handles) {
        this.handles = handles;
    }

    /**
     * Refuses to start unless everything holds.
     *
     * @param rootTokenSerial serial of the token that the root ceremony used
     */
    public static ServiceKeys require(
            KeyBackend backend, VerifiedAnchors anchors, String rootTokenSerial) {
        ServiceKeys keys =
                found(
                        backend,
                        anchors,
                        rootTokenSerial,
                        EnumSet.of(KeyRole.LOG, KeyRole.SERVER_CA, KeyRole.HOST_CA));
        int server = keys.indexOf(backend, KeyRole.SERVER_CA, anchors.serverCas());
        int host = keys.indexOf(backend, KeyRole.HOST_CA, anchors.hostCas());
        if (server != host) {
            throw mismatch(KeyRole.HOST_CA, "belongs to another member than its server CA's");
        }
        return keys;
    }

    /**
     * The same of the ceremony's other keys, as long as they are to be there.
     *
     * @throws StartRefusedException unless each is there and fit
     */
    public static void requireFit(KeyBackend backend, Set<KeyRole> roles) {
        List<KeyDescription> descriptions = backend.describeKeys();
        for (KeyRole role : roles) {
            find(backend, role);
            requireBound(role, descriptions);
        }
    }

    /** The same for a member of the log that needs no other key. */
    public static ServiceKeys requireLog(
            KeyBackend backend, VerifiedAnchors anchors, String rootTokenSerial) {
        return found(backend, anchors, rootTokenSerial, EnumSet.of(KeyRole.LOG));
    }

    private static ServiceKeys found(
            KeyBackend backend,
            VerifiedAnchors anchors,
            String rootTokenSerial,
            Set<KeyRole> roles) {
        List<KeyDescription> descriptions = backend.describeKeys();
        requireNoRoot(backend, descriptions, anchors, rootTokenSerial);
        Map<KeyRole, KeyHandle> handles = new EnumMap<>(KeyRole.class);
        for (KeyRole role : roles) {
            handles.put(role, find(backend, role));
            requireBound(role, descriptions);
        }
        ServiceKeys keys = new ServiceKeys(handles);
        Optional<Bytes> second = keys.requireVoter(backend, anchors).postQuantumKey();
        if (second.isPresent()) {
            handles.put(KeyRole.LOG_POST_QUANTUM, find(backend, KeyRole.LOG_POST_QUANTUM));
            requireBound(KeyRole.LOG_POST_QUANTUM, descriptions);
            keys.requirePostQuantum(backend, second.get());
        }
        return keys;
    }

    public KeyHandle handle(KeyRole role) {
        KeyHandle handle = handles.get(role);
        if (handle == null) {
            throw new IllegalStateException("no key for " + role);
        }
        return handle;
    }

    private static void requireNoRoot(
            KeyBackend backend,
            List<KeyDescription> descriptions,
            VerifiedAnchors anchors,
            String rootTokenSerial) {
        Bytes root = Spki.encode(anchors.root().getPublicKey());
        boolean keyHere =
                descriptions.stream().anyMatch(key -> key.spki().filter(root::equals).isPresent());
        boolean tokenHere =
                backend.visibleTokens().stream()
                        .anyMatch(token -> token.serial().equals(rootTokenSerial));
        if (keyHere || tokenHere) {
            throw new StartRefusedException(
                    "The root "
                            + (keyHere ? "key" : "token")
                            + " is within this service's reach. Whoever takes over the service"
                            + " could then issue any CA. Take the root token offline, or give it a"
                            + " token folder and configuration of its own, and start again.");
        }
    }

    private static KeyHandle find(KeyBackend backend, KeyRole role) {
        try {
            return backend.find(role.label(), role.algorithm());
        } catch (KeyBackendException e) {
            throw new StartRefusedException(
                    "The key '"
                            + role.label()
                            + "' is not usable on the service token: "
                            + e.getMessage()
                            + " Run the key ceremony, or open the token that it was held on.",
                    e);
        }
    }

    private static void requireBound(KeyRole role, List<KeyDescription> descriptions) {
        for (KeyDescription key : descriptions) {
            if (key.keyClass() != KeyClass.PUBLIC
                    && key.label().equals(role.label().text())
                    && !key.isBoundToToken()) {
                throw new StartRefusedException(
                        "The key '"
                                + role.label()
                                + "' could leave its token, or was not made there: the token must"
                                + " report it token, private, sensitive, always sensitive, never"
                                + " extractable and local. Retire it and hold the key ceremony"
                                + " again.");
            }
        }
    }

    private Voter requireVoter(KeyBackend backend, VerifiedAnchors anchors) {
        Bytes raw = Ed25519.raw(backend.publicKey(handle(KeyRole.LOG)));
        return anchors.voters().stream()
                .filter(voter -> isMember(voter, raw))
                .findFirst()
                .orElseThrow(() -> mismatch(KeyRole.LOG, "is not among the voters of the anchors"));
    }

    private void requirePostQuantum(KeyBackend backend, Bytes named) {
        if (!MlDsa65.raw(backend.publicKey(handle(KeyRole.LOG_POST_QUANTUM))).equals(named)) {
            throw mismatch(
                    KeyRole.LOG_POST_QUANTUM, "is not the one that the anchors give this voter");
        }
    }

    private static boolean isMember(Voter voter, Bytes raw) {
        return voter.kind() == VoterKind.MEMBER && voter.key().equals(raw);
    }

    /**
     * The one of these CAs whose key the token holds.
     *
     * @throws StartRefusedException when it holds none of theirs
     */
    public X509Certificate certificate(
            KeyBackend backend, KeyRole role, List<X509Certificate> cas) {
        return cas.get(indexOf(backend, role, cas));
    }

    private int indexOf(KeyBackend backend, KeyRole role, List<X509Certificate> cas) {
        Bytes key = backend.publicKey(handle(role));
        for (int i = 0; i < cas.size(); i++) {
            if (key.equals(Spki.encode(cas.get(i).getPublicKey()))) {
                return i;
            }
        }
        throw mismatch(role, "is not the key of that CA in the anchors");
    }

    private static StartRefusedException mismatch(KeyRole role, String how) {
        return new StartRefusedException(
                "The key '"
                        + role.label()
                        + "' on the service token "
                        + how
                        + ". Token and anchors come from different ceremonies: open the token that"
                        + " belongs to these anchors, or put the anchors in place that belong to"
                        + " this token.");
    }
}
