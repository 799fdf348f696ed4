package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.merkle.Frontier;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events as bytes: a type byte, then fixed-width big-endian fields; lists and texts carry their
 * count as uint32. One event has one encoding, and nothing else decodes.
 */
final class VoterEventCodec {
    private static final byte ADMITTED = 1;
    private static final byte APPENDED = 2;
    private static final byte RETIRED = 3;
    private static final byte SNAPSHOT = 4;

    private VoterEventCodec() {}

    static byte[] encode(VoterEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (event) {
                case VoterEvent.Admitted admitted -> {
                    out.write(ADMITTED);
                    writeAdmitted(out, admitted);
                }
                case VoterEvent.Appended appended -> {
                    out.write(APPENDED);
                    writeAppended(out, appended);
                }
                case VoterEvent.Retired retired -> {
                    out.write(RETIRED);
                    writeBlock(out, retired.reason().getBytes(StandardCharsets.UTF_8));
                }
                case VoterEvent.Snapshot snapshot -> {
                    out.write(SNAPSHOT);
                    writeSnapshot(out, snapshot);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeAdmitted(DataOutputStream out, VoterEvent.Admitted admitted)
            throws IOException {
        out.writeLong(admitted.time().getEpochSecond());
        out.writeInt(admitted.leaves().size());
        for (AdmittedLeaf leaf : admitted.leaves()) {
            out.write(leaf.role().code());
            out.write(leaf.hash().toArray());
        }
    }

    private static void writeAppended(DataOutputStream out, VoterEvent.Appended appended)
            throws IOException {
        out.writeLong(appended.size());
        out.writeInt(appended.hashes().size());
        for (Bytes hash : appended.hashes()) {
            out.write(hash.toArray());
        }
    }

    private static void writeSnapshot(DataOutputStream out, VoterEvent.Snapshot snapshot)
            throws IOException {
        writeBlock(out, snapshot.previous().encode().toArray());
        writeBlock(out, snapshot.current().encode().toArray());
        out.writeInt(snapshot.admitted().size());
        for (VoterEvent.Admitted admitted : snapshot.admitted()) {
            writeAdmitted(out, admitted);
        }
        out.write(snapshot.retired().isPresent() ? 1 : 0);
        if (snapshot.retired().isPresent()) {
            writeBlock(out, snapshot.retired().get().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    static VoterEvent decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        VoterEvent event =
                switch (need(in, 1).get()) {
                    case ADMITTED -> readAdmitted(in);
                    case APPENDED -> readAppended(in);
                    case RETIRED -> new VoterEvent.Retired(readText(in));
                    case SNAPSHOT -> readSnapshot(in);
                    default -> throw new MalformedException("a journal event of an unknown type");
                };
        if (in.hasRemaining()) {
            throw new MalformedException("a journal event with something after it");
        }
        return event;
    }

    private static VoterEvent.Admitted readAdmitted(ByteBuffer in) {
        Instant time = Seconds.of(need(in, Long.BYTES).getLong());
        int count = readCount(in, 1 + Sha256.SIZE);
        List<AdmittedLeaf> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LeafRole role = LeafRole.ofCode(need(in, 1).get());
            leaves.add(new AdmittedLeaf(readHash(in), role));
        }
        return new VoterEvent.Admitted(time, leaves);
    }

    private static VoterEvent.Appended readAppended(ByteBuffer in) {
        long size = need(in, Long.BYTES).getLong();
        int count = readCount(in, Sha256.SIZE);
        List<Bytes> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hashes.add(readHash(in));
        }
        return new VoterEvent.Appended(size, hashes);
    }

    private static VoterEvent.Snapshot readSnapshot(ByteBuffer in) {
        Frontier previous = Frontier.decode(Bytes.of(readBlock(in)));
        Frontier current = Frontier.decode(Bytes.of(readBlock(in)));
        int count = readCount(in, Long.BYTES + Integer.BYTES);
        List<VoterEvent.Admitted> admitted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            admitted.add(readAdmitted(in));
        }
        return new VoterEvent.Snapshot(previous, current, admitted, readRetired(in));
    }

    private static Optional<String> readRetired(ByteBuffer in) {
        return switch (need(in, 1).get()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(readText(in));
            default -> throw new MalformedException("a journal event with an unknown flag");
        };
    }

    private static Bytes readHash(ByteBuffer in) {
        byte[] hash = new byte[Sha256.SIZE];
        need(in, hash.length).get(hash);
        return Bytes.of(hash);
    }

    private static String readText(ByteBuffer in) {
        return new String(readBlock(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBlock(ByteBuffer in) {
        byte[] block = new byte[readCount(in, 1)];
        in.get(block);
        return block;
    }

    /** A count of things of at least that size, all of which must still be there. */
    private static int readCount(ByteBuffer in, int size) {
        int count = need(in, Integer.BYTES).getInt();
        if (count < 0 || (long) count * size > in.remaining()) {
            throw new MalformedException("a journal event shorter than it says");
        }
        return count;
    }

    private static ByteBuffer need(ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw new MalformedException("a journal event that is cut off");
        }
        return in;
    }
}
