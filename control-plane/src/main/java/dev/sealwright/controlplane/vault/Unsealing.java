package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.vault.Secrets.Intact;
import dev.sealwright.controlplane.voter.SecretMembers;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SharedSecret;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * Opens versions: the leaf that names secret, version and caller is in the signed log before the
 * key service opens anything. Every opening is a leaf of its own; no answer is kept.
 */
@Singleton
final class Unsealing {
    /** Refusals that a new leaf may mend: the old one came too late, or a restart lay between. */
    private static final Set<RefusalCode> TOO_LATE = Set.of(RefusalCode.STALE, RefusalCode.WINDOW);

    private final Log log;
    private final ContentStore contents;
    private final KeyService keyService;
    private final SecretMembers members;
    private final Storage storage;

    Unsealing(
            Log log,
            ContentStore contents,
            KeyService keyService,
            SecretMembers members,
            Storage storage) {
        this.members = members;
        this.storage = storage;
        this.log = log;
        this.contents = contents;
        this.keyService = keyService;
    }

    /**
     * An open version.
     *
     * @param size of the value, in bytes
     * @param value to be closed by whoever reads it
     */
    record Opened(long number, long size, InputStream value, LeafOutcome.Released released) {}

    /**
     * @param readable looked at before: what cannot be opened leaves no unseal leaf
     * @param caller JSON that names who asks
     */
    Opened open(Intact readable, Bytes caller) {
        LeafOutcome.Released unseal = released(readable, caller);
        try {
            return opened(readable, unseal);
        } catch (KeyServiceRefusedException e) {
            if (!TOO_LATE.contains(e.code())) {
                throw e;
            }
            return opened(readable, released(readable, caller));
        }
    }

    private LeafOutcome.Released released(Intact readable, Bytes caller) {
        SealedVersion version = readable.version();
        return log.logAlone(version.version().org(), caller, version::unsealing);
    }

    private Opened opened(Intact readable, LeafOutcome.Released unseal) {
        LeafOutcome.Released seal =
                log.included(readable.version().index()).orElseThrow(Secrets::damaged);
        try (Plaintext plaintext = plaintext(readable, proven(seal), proven(unseal))) {
            return new Opened(
                    readable.version().number(),
                    readable.sealed().size(),
                    value(readable, plaintext),
                    unseal);
        }
    }

    private Plaintext plaintext(Intact readable, ProvenLeaf seal, ProvenLeaf unseal) {
        return switch (readable.sealed()) {
            case SealedSecret _ ->
                    keyService.unseal(new UnsealOrder(seal, unseal, readable.blob()));
            case SharedSecret _ ->
                    members.unseal(
                            seal,
                            unseal,
                            readable.blob(),
                            storage.look(
                                    connection -> SealingTable.of(connection, readable.leafId())));
        };
    }

    private InputStream value(Intact readable, Plaintext plaintext) {
        byte[] bytes = plaintext.copy();
        if (readable.sealed().content().isEmpty()) {
            return new WipedValue(bytes);
        }
        try {
            return new ContentStream(
                    contents,
                    readable.leafId(),
                    readable.sealed().content().get(),
                    new ContentCipher(bytes, readable.version().version()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** A small value, wiped when it was read. */
    private static final class WipedValue extends ByteArrayInputStream {
        private WipedValue(byte[] owned) {
            super(owned);
        }

        @Override
        public void close() {
            Arrays.fill(buf, (byte) 0);
        }
    }

    private static ProvenLeaf proven(LeafOutcome.Released released) {
        return new ProvenLeaf(released.leaf(), released.receipt().text());
    }
}
