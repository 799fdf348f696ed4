package dev.sealwright.keyservice;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.log.CheckpointSigner;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Ed25519;

/** Makes the signer of a log from the keys of a voter's token. */
public final class LogSigner {
    private LogSigner() {}

    /**
     * With each key that the anchors give the voter of the log key.
     *
     * @throws KeyBackendException if the token lacks one
     */
    public static CheckpointSigner of(
            KeyBackend backend, KeyHandle logKey, VerifiedAnchors anchors) {
        var raw = Ed25519.raw(backend.publicKey(logKey));
        var signer = new CheckpointSigner(backend, logKey, anchors.origin(), raw);
        return anchors.voters().stream()
                .filter(voter -> voter.key().equals(raw))
                .findFirst()
                .flatMap(Voter::postQuantumKey)
                .map(second -> signer.with(postQuantum(backend), second))
                .orElse(signer);
    }

    private static KeyHandle postQuantum(KeyBackend backend) {
        KeyRole role = KeyRole.LOG_POST_QUANTUM;
        return backend.find(role.label(), role.algorithm());
    }
}
