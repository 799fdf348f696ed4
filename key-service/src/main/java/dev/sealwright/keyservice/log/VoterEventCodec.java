package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as bytes: a type byte, then fixed-width big-endian fields; lists and texts carry their
 * count as uint32. One event has one encoding, and nothing else decodes.
 */
final class VoterEventCodec {
    private static final byte ADMITTED = 1;
    private static final byte APPENDED = 2;
    private static final byte RETIRED = 3;
    private static final byte FOLLOWED = 6;
    private static final byte OFFERED = 21;
    private static final byte CONFIRMED = 22;

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
                case VoterEvent.Followed followed -> {
                    out.write(FOLLOWED);
                    out.writeLong(followed.size());
                    writeLeaves(out, followed.time(), followed.leaves());
                }
                case VoterEvent.Offered offered -> {
                    out.write(OFFERED);
                    TrustCodec.write(out, offered.offer());
                }
                case VoterEvent.Confirmed _ -> out.write(CONFIRMED);
                case VoterEvent.Retired retired -> {
                    out.write(RETIRED);
                    writeBlock(out, retired.reason().getBytes(StandardCharsets.UTF_8));
                }
                case VoterEvent.Snapshot snapshot -> SnapshotCodec.write(out, snapshot);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static void writeAdmitted(DataOutputStream out, VoterEvent.Admitted admitted)
            throws IOException {
        writeLeaves(out, admitted.time(), admitted.leaves());
    }

    private static void writeLeaves(DataOutputStream out, Instant time, List<AdmittedLeaf> leaves)
            throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(leaves.size());
        for (AdmittedLeaf leaf : leaves) {
            out.write(leaf.role().code());
            out.write(leaf.hash().toArray());
            writeBlock(out, leaf.learnt().toArray());
            writeBlock(out, leaf.spent().toArray());
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

    static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    static VoterEvent decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        byte type = need(in, 1).get();
        VoterEvent event =
                switch (type) {
                    case ADMITTED -> readAdmitted(in);
                    case APPENDED -> readAppended(in);
                    case FOLLOWED -> readFollowed(in);
                    case RETIRED -> new VoterEvent.Retired(readText(in));
                    case OFFERED -> new VoterEvent.Offered(TrustCodec.readOffer(in));
                    case CONFIRMED -> new VoterEvent.Confirmed();
                    default -> SnapshotCodec.read(type, in);
                };
        if (in.hasRemaining()) {
            throw new MalformedException("a journal event with something after it");
        }
        return event;
    }

    static VoterEvent.Admitted readAdmitted(ByteBuffer in) {
        Instant time = readTime(in);
        return new VoterEvent.Admitted(time, readLeaves(in));
    }

    static Instant readTime(ByteBuffer in) {
        return Seconds.of(need(in, Long.BYTES).getLong());
    }

    private static List<AdmittedLeaf> readLeaves(ByteBuffer in) {
        int count = readCount(in, 1 + Sha256.SIZE + 2 * Integer.BYTES);
        List<AdmittedLeaf> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LeafRole role = LeafRole.ofCode(need(in, 1).get());
            Bytes hash = readHash(in);
            Bytes learnt = Bytes.of(readBlock(in));
            leaves.add(new AdmittedLeaf(hash, role, learnt, Bytes.of(readBlock(in))));
        }
        return leaves;
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

    private static VoterEvent.Followed readFollowed(ByteBuffer in) {
        long size = need(in, Long.BYTES).getLong();
        Instant time = readTime(in);
        return new VoterEvent.Followed(size, time, readLeaves(in));
    }

    static boolean readFlag(ByteBuffer in) {
        return switch (need(in, 1).get()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new MalformedException("a journal event with an unknown flag");
        };
    }

    static Bytes readHash(ByteBuffer in) {
        byte[] hash = new byte[Sha256.SIZE];
        need(in, hash.length).get(hash);
        return Bytes.of(hash);
    }

    static String readText(ByteBuffer in) {
        return new String(readBlock(in), StandardCharsets.UTF_8);
    }

    static byte[] readBlock(ByteBuffer in) {
        byte[] block = new byte[readCount(in, 1)];
        in.get(block);
        return block;
    }

    /** A count of things of at least that size, all of which must still be there. */
    static int readCount(ByteBuffer in, int size) {
        int count = need(in, Integer.BYTES).getInt();
        if (count < 0 || (long) count * size > in.remaining()) {
            throw new MalformedException("a journal event shorter than it says");
        }
        return count;
    }

    static ByteBuffer need(ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw new MalformedException("a journal event that is cut off");
        }
        return in;
    }
}
