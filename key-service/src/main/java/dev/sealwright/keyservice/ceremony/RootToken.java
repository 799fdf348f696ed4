package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The token of the root that signed the current anchors, to sign those that follow. */
final class RootToken {
    private final KeyBackend token;
    private final KeyHandle root;
    private final VerifiedAnchors current;

    private RootToken(KeyBackend token, KeyHandle root, VerifiedAnchors current) {
        this.token = token;
        this.root = root;
        this.current = current;
    }

    /** Throws unless the token holds that root. */
    static RootToken of(KeyBackend token, VerifiedAnchors current) {
        KeyHandle root = token.find(RootCeremony.ROOT, KeyAlgorithm.EC_P256);
        if (!token.publicKey(root).equals(Spki.encode(current.root().getPublicKey()))) {
            throw new CeremonyRefusedException("This token holds another root than the anchors.");
        }
        return new RootToken(token, root, current);
    }

    KeyHandle key() {
        return root;
    }

    VerifiedAnchors sign(Anchors next, Instant now, Progress progress) {
        Bytes document =
                AnchorsDocument.sign(
                        next, current.root(), message -> token.sign(root, Sha256.of(message)));
        VerifiedAnchors signed = AnchorsDocument.verifySuccessor(document, current, now);
        progress.step("anchors-signed", "signed the anchors document, version " + next.version());
        return signed;
    }

    /** The demo's one operator signs with a key on the root token; others sign apart from it. */
    List<Approval> approvals(Bytes message, Progress progress) {
        Optional<KeyHandle> key = operatorKey();
        if (key.isEmpty()) {
            return List.of();
        }
        OperatorKey here = new OperatorKey.Plain(Ed25519.raw(token.publicKey(key.get())));
        Optional<Operator> operator =
                current.content().operators().stream()
                        .filter(each -> each.key().equals(here))
                        .findFirst();
        operator.ifPresent(
                each -> progress.step("approved", "operator " + each.name() + " approves"));
        return operator
                .map(each -> new Approval(each.name(), token.sign(key.get(), message)))
                .stream()
                .toList();
    }

    private Optional<KeyHandle> operatorKey() {
        try {
            return Optional.of(token.find(RootCeremony.OPERATOR, KeyAlgorithm.ED25519));
        } catch (KeyBackendException e) {
            return Optional.empty();
        }
    }
}
