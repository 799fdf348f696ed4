package dev.sealwright.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random bundles and what is wrong with them, the same ones each time. */
class EntryBundleRandomTest {
    private static final int ROUNDS = 2_000;
    private static final int LONGEST = 40;

    private final Random random = new Random(20_261_128);

    /** A bundle as a service keeps it: entries, of which each empty one went. */
    private record Sample(Tile tile, List<Bytes> entries, Bytes hashes) {
        Bytes encoded() {
            return EntryBundle.encode(entries);
        }

        boolean whole() {
            return entries.stream().noneMatch(Bytes::isEmpty);
        }

        /** What its reader makes of these files. */
        List<LogEntry> read(Bytes bundle, Bytes hashTile) {
            return whole()
                    ? EntryBundle.whole(tile, bundle)
                    : EntryBundle.kept(tile, bundle, hashTile);
        }
    }

    private Sample sample() {
        int width = 1 + random.nextInt(random.nextInt(8) == 0 ? Tile.FULL : 9);
        int part = random.nextInt(4);
        List<Bytes> leaves =
                IntStream.range(0, width)
                        .mapToObj(_ -> bytes(1 + random.nextInt(LONGEST)))
                        .toList();
        Bytes hashes = Bytes.concat(leaves.stream().map(TreeHash::leaf).toArray(Bytes[]::new));
        List<Bytes> entries =
                leaves.stream().map(leaf -> random.nextInt(4) < part ? Bytes.EMPTY : leaf).toList();
        return new Sample(new Tile(Tile.ENTRIES, random.nextInt(2_000), width), entries, hashes);
    }

    private Bytes bytes(int size) {
        byte[] out = new byte[size];
        random.nextBytes(out);
        return Bytes.of(out);
    }

    /** With a byte changed, cut out or put in; in a short file often one of a length. */
    private Bytes changed(Bytes file) {
        int at = random.nextInt(file.size());
        Bytes before = file.slice(0, at);
        Bytes after = file.slice(at, file.size());
        return switch (random.nextInt(4)) {
            case 0 -> before;
            case 1 -> Bytes.concat(before, bytes(1 + random.nextInt(3)), after);
            case 2 -> Bytes.concat(before, after.slice(1, after.size()));
            default -> Bytes.concat(before, flipped(after));
        };
    }

    private Bytes flipped(Bytes file) {
        byte[] out = file.toArray();
        out[0] ^= (byte) (1 << random.nextInt(8));
        return Bytes.of(out);
    }

    @Test
    void itIsReadAsItWasWritten() {
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = sample();
            holds(sample, sample.encoded(), sample.hashes());
        }
    }

    @Test
    void whatIsReadHasNoOtherForm() {
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = sample();
            read += reads(sample, changed(sample.encoded()), sample.hashes()) ? 1 : 0;
            if (!sample.whole()) {
                read += reads(sample, sample.encoded(), changed(sample.hashes())) ? 1 : 0;
            }
            read += reads(sample, bytes(1 + random.nextInt(LONGEST)), sample.hashes()) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private static boolean reads(Sample sample, Bytes bundle, Bytes hashes) {
        try {
            holds(sample, bundle, hashes);
            return true;
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
            return false;
        }
    }

    /** Either it is malformed, or it is exactly what these entries and hashes are written as. */
    private static void holds(Sample sample, Bytes bundle, Bytes hashes) {
        List<LogEntry> read = sample.read(bundle, hashes);
        assertThat(read).hasSize(sample.tile().width());
        assertThat(EntryBundle.encode(read.stream().map(EntryBundleRandomTest::bytes).toList()))
                .isEqualTo(bundle);
        if (sample.whole()) {
            assertThat(read).allSatisfy(e -> assertThat(e).isInstanceOf(LogEntry.Kept.class));
        } else {
            assertThat(read.stream().anyMatch(LogEntry.Gone.class::isInstance)).isTrue();
            assertThat(Bytes.concat(read.stream().map(LogEntry::hash).toArray(Bytes[]::new)))
                    .isEqualTo(hashes);
        }
    }

    private static Bytes bytes(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Kept(Bytes bytes) -> bytes;
            case LogEntry.Gone _ -> Bytes.EMPTY;
        };
    }

    @Test
    void noFormIsTakenForTheOther() {
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = sample();
            Supplier<List<LogEntry>> other =
                    sample.whole()
                            ? () ->
                                    EntryBundle.kept(
                                            sample.tile(), sample.encoded(), sample.hashes())
                            : () -> EntryBundle.whole(sample.tile(), sample.encoded());
            assertThatThrownBy(other::get)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining(
                            sample.whole() ? "has every entry" : "has an empty entry");
        }
    }

    @Test
    void theLongestIsRead() {
        List<Bytes> entries =
                IntStream.range(0, Tile.FULL)
                        .mapToObj(_ -> Bytes.zeros(EntryBundle.MAX_ENTRY))
                        .toList();
        Bytes bundle = EntryBundle.encode(entries);
        assertThat(bundle.size()).isEqualTo(EntryBundle.MAX_SIZE);
        assertThat(EntryBundle.whole(new Tile(Tile.ENTRIES, 0, Tile.FULL), bundle))
                .hasSize(Tile.FULL);
    }
}
