package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The checker of histories finds what it is there for. */
class HistoryTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private final History history = new History();

    private static SignedHead head(long size, String root) {
        Bytes hash = TreeHash.leaf(Bytes.utf8(root));
        var line = new NoteSignature("n", Bytes.zeros(4), Bytes.zeros(64));
        return new SignedHead(
                size, hash, new Note(new Checkpoint("o", size, hash).text(), List.of(line)));
    }

    private static LeafOutcome.Released at(long index, long size, String root) {
        return new LeafOutcome.Released(
                index, Bytes.EMPTY, new Receipt(index, List.of(), head(size, root).note()));
    }

    @Test
    void appendsThatFollowRealTimeAreFine() {
        history.acknowledged(A, history.now(), at(0, 1, "one"));
        long asked = history.now();
        history.read(history.now(), head(1, "one"));
        history.acknowledged(B, asked, at(1, 2, "two"));
        history.read(history.now(), head(2, "two"));

        assertThat(history.faults(List.of(A, B))).isEmpty();
    }

    @Test
    void appendsAtOneTimeMayComeInEitherOrder() {
        long first = history.now();
        long second = history.now();
        history.acknowledged(B, second, at(0, 2, "two"));
        history.acknowledged(A, first, at(1, 2, "two"));

        assertThat(history.faults(List.of(B, A))).isEmpty();
    }

    @Test
    void aLaterEventBeforeAnEarlierOneIsFound() {
        history.acknowledged(A, history.now(), at(1, 2, "two"));
        history.acknowledged(B, history.now(), at(0, 2, "two"));

        assertThat(history.faults(List.of(B, A))).singleElement().asString().contains("before");
    }

    @Test
    void aStaleReadIsFound() {
        history.acknowledged(A, history.now(), at(1, 2, "two"));
        history.read(history.now(), head(1, "one"));

        assertThat(history.faults(List.of(B, A))).singleElement().asString().contains("before");
    }

    @Test
    void aLostADoubledAndAMovedEventAreFound() {
        history.acknowledged(A, history.now(), at(0, 1, "one"));
        assertThat(history.faults(List.of(B))).anyMatch(fault -> fault.contains("is not at 0"));
        assertThat(history.faults(List.of())).anyMatch(fault -> fault.contains("is not at 0"));
        assertThat(history.faults(List.of(A, A))).anyMatch(fault -> fault.contains("twice"));
        history.acknowledged(A, history.now(), at(1, 2, "two"));
        assertThat(history.faults(List.of(A, A))).anyMatch(fault -> fault.contains("two indexes"));
    }

    @Test
    void twoRootsOfOneSizeAreFound() {
        history.read(history.now(), head(2, "two"));
        history.read(history.now(), head(2, "another"));

        assertThat(history.faults(List.of(A, B))).containsExactly("two roots of size 2");
    }
}
