package dev.sealwright.operator.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.LogEntry;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Entries of a closed epoch that the next one does not have, out of a copy that does. */
final class LostEntries {
    private final MirrorFolder copy;
    private final VerifiedAnchors present;

    /**
     * @param copy of the closed epoch
     * @param present anchors, which say how much of it goes on
     */
    LostEntries(MirrorFolder copy, VerifiedAnchors present) {
        this.copy = copy;
        this.present = present;
    }

    /**
     * One of them.
     *
     * @param leaf empty where the copy has its hash alone
     */
    record Lost(long index, Optional<Leaf> leaf) {
        ObjectNode json() {
            return Json.object()
                    .put("index", index)
                    .put("time", text(each -> each.time().toString()))
                    .put("type", text(Leaf::type))
                    .put("org", text(each -> each.org().hex()))
                    .put("subject", text(each -> subject(each.body())))
                    .put("state", leaf.map(each -> state(each.body())).orElse("gone"));
        }

        private String text(Function<Leaf, String> of) {
            return leaf.map(of).orElse("");
        }
    }

    /**
     * Those that the copy has, in order.
     *
     * @throws VerificationException unless the copy is whole and of an epoch that the anchors
     *     closed
     */
    List<Lost> list() {
        AnchorsChain chain = copy.shown(AnchorsChain.of(present, List.of(copy.anchors())));
        Checkpoint head = VerifiedCheckpoint.verify(copy.checkpoint(), chain).checkpoint();
        ClosedEpoch epoch =
                chain.closed(head.origin())
                        .orElseThrow(
                                () ->
                                        new VerificationException(
                                                Reason.MISMATCH, "this epoch is not closed"));
        List<Lost> lost = new ArrayList<>();
        Frontier read = Frontier.EMPTY;
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            for (var entry : copy.entries(Tile.inTree(Tile.ENTRIES, bundle, head.size()))) {
                if (read.size() >= epoch.restoredSize()) {
                    lost.add(new Lost(read.size(), leaf(entry)));
                }
                read = read.append(entry.hash());
            }
        }
        if (!read.root().equals(head.root())) {
            throw new VerificationException(
                    Reason.INCLUSION, "the entries of the copy do not give its checkpoint's root");
        }
        return List.copyOf(lost);
    }

    private static Optional<Leaf> leaf(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Kept(Bytes bytes) -> Optional.of(LeafCodec.decode(bytes));
            case LogEntry.Gone _ -> Optional.empty();
        };
    }

    /** The id that the leaf is about, where it is about one. */
    private static String subject(LeafBody body) {
        return switch (body) {
            case LeafBody.RecordBody b -> Uuids.text(b.row());
            case LeafBody.Enrolment b -> Uuids.text(b.sandbox());
            case LeafBody.Renewal b -> Uuids.text(b.sandbox());
            case LeafBody.Activation b -> Uuids.text(b.sandbox());
            case LeafBody.Policy b -> Uuids.text(b.spec());
            case LeafBody.Event b -> b.kind().text();
            case LeafBody.Bootstrap b -> b.bootstrap().base64Url();
            case SecretBody b -> Uuids.text(b.secret());
            case KeyBody b -> Uuids.text(b.key());
            case RevocationBody.TokenRevocation b -> b.token().base64Url();
            case AuthorityBody.AuthorityKey b -> Uuids.text(b.row());
            default -> "";
        };
    }

    private static String state(LeafBody body) {
        return switch (body) {
            case LeafBody.RecordBody b -> b.state().text();
            case AuthorityBody.AuthorityKey b -> b.state().text();
            default -> "";
        };
    }
}
