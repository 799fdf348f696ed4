package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The anchors in force, as the signed log has it: a leaf may replace them at any time. Whoever
 * counts voters asks for those of a size.
 */
@Singleton
public final class AnchorsInForce {
    private static final Logger LOG = LoggerFactory.getLogger(AnchorsInForce.class);

    private final Storage storage;
    private final VerifiedAnchors start;
    private final ReceiptVerifier receipts;
    private volatile View view;

    /**
     * What was read.
     *
     * @param changes of this epoch, oldest first
     * @param built whether there is a checkpoint beyond the last change
     */
    private record View(AnchorsChain chain, List<AnchorsTable.Change> changes, boolean built) {
        long since() {
            return changes.isEmpty() ? 0 : changes.getLast().size();
        }
    }

    AnchorsInForce(Storage storage, VerifiedAnchors start) {
        this.storage = storage;
        this.start = start;
        this.view = read();
        this.receipts = new ReceiptVerifier(view.chain());
    }

    private View read() {
        return storage.read(
                connection -> {
                    List<AnchorsTable.Change> all = AnchorsTable.signed(connection);
                    AnchorsChain chain = AnchorsTable.chain(connection, all, start);
                    List<AnchorsTable.Change> changes =
                            all.stream()
                                    .filter(each -> each.origin().equals(start.origin()))
                                    .toList();
                    long last = changes.isEmpty() ? 0 : changes.getLast().size();
                    boolean built =
                            Heads.find(connection)
                                    .filter(head -> head.signedSize() > last)
                                    .isPresent();
                    return new View(chain, changes, built);
                });
    }

    /** Sees what was signed meanwhile. */
    public synchronized void refresh() {
        View now = read();
        VerifiedAnchors before = view.chain().current();
        view = now;
        if (now.chain().current().content().version() > before.content().version()) {
            receipts.follow(now.chain());
            LOG.info(
                    "anchors of version {} are in force from size {} on",
                    now.chain().current().content().version(),
                    now.since());
        }
    }

    /** Whether the last change is still the last leaf of the log, as far as is known here. */
    boolean isNew() {
        return !view.built();
    }

    /** Those that whatever is signed next is signed under. */
    public VerifiedAnchors newest() {
        return view.chain().current();
    }

    /**
     * Those that clients are told: the newest, once something is signed under them, so that who
     * knows no others can verify what he is shown.
     */
    public VerifiedAnchors current() {
        View now = view;
        return now.built() ? now.chain().current() : at(now, now.since());
    }

    /** Those whose voters sign the log at this size. */
    public VerifiedAnchors at(long size) {
        return at(view, size);
    }

    private VerifiedAnchors at(View now, long size) {
        return now.chain().at(start.origin(), size).orElse(now.chain().current());
    }

    /** With those before them. */
    public AnchorsChain chain() {
        return view.chain();
    }

    /**
     * The checkpoint of a note that a quorum signed.
     *
     * @throws VerificationException if none did
     */
    public Checkpoint verified(Note note) {
        AnchorsChain known = chain();
        try {
            return VerifiedCheckpoint.verify(note, known).checkpoint();
        } catch (VerificationException e) {
            // Another replica may have had them replaced meanwhile.
            refresh();
            if (newest().document().equals(known.current().document())) {
                throw e;
            }
            return VerifiedCheckpoint.verify(note, chain()).checkpoint();
        }
    }

    /** Verifies receipts, at any time under the anchors that are in force then. */
    public ReceiptVerifier receipts() {
        return receipts;
    }

    /** The last size that is signed under the anchors before these; 0 without any. */
    public long since() {
        return view.since();
    }

    /** The last size that is signed under this document, if others took its place. */
    public Optional<Long> until(Bytes document) {
        return view.changes().stream()
                .filter(each -> each.replaced().equals(document))
                .map(AnchorsTable.Change::size)
                .findFirst();
    }

    /** Sizes at which anchors were replaced in this epoch, oldest first. */
    public List<Long> changes() {
        return view.changes().stream().map(AnchorsTable.Change::size).toList();
    }

    /** The first of these beyond a size. */
    public Optional<Long> nextChange(long size) {
        return changes().stream().filter(each -> each > size).findFirst();
    }

    /** Documents of this epoch beyond a version, oldest first; the last ones maybe not signed. */
    public List<Bytes> documentsAfter(long version) {
        List<Bytes> documents = new ArrayList<>();
        view.changes().stream()
                .filter(each -> each.version() > version)
                .forEach(each -> documents.add(each.document()));
        documents.addAll(
                storage.read(connection -> AnchorsTable.proposed(connection, start.origin())));
        return List.copyOf(documents);
    }
}
