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

    /** The same with client keys behind it; without any, snapshots are as they always were. */
    private static final byte SNAPSHOT_WITH_KEYS = 5;

    private static final byte FOLLOWED = 6;

    /** The same with client keys, if there are any, and orgs' keys behind them. */
    private static final byte SNAPSHOT_WITH_ORG_KEYS = 7;

    /** Anchors, and then a snapshot of one of the kinds before. */
    private static final byte SNAPSHOT_WITH_TRUST = 20;

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
                    writeAdmitted(out, new VoterEvent.Admitted(followed.time(), followed.leaves()));
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
                case VoterEvent.Snapshot snapshot -> {
                    if (!snapshot.trust().equals(Trust.Snapshot.EMPTY)) {
                        out.write(SNAPSHOT_WITH_TRUST);
                        TrustCodec.write(out, snapshot.trust());
                    }
                    out.write(kindOf(snapshot));
                    writeSnapshot(out, snapshot);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static byte kindOf(VoterEvent.Snapshot snapshot) {
        if (!snapshot.orgKeys().isEmpty()) {
            return SNAPSHOT_WITH_ORG_KEYS;
        }
        return snapshot.keys().isEmpty() ? SNAPSHOT : SNAPSHOT_WITH_KEYS;
    }

    private static void writeAdmitted(DataOutputStream out, VoterEvent.Admitted admitted)
            throws IOException {
        out.writeLong(admitted.time().getEpochSecond());
        out.writeInt(admitted.leaves().size());
        for (AdmittedLeaf leaf : admitted.leaves()) {
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
        writeAuthorities(out, snapshot.authorities());
        if (!snapshot.orgKeys().isEmpty()) {
            out.write(snapshot.keys().isEmpty() ? 0 : 1);
        }
        ClientKeyCodec.write(out, snapshot.keys());
        if (!snapshot.orgKeys().isEmpty()) {
            OrgKeyCodec.write(out, snapshot.orgKeys());
        }
    }

    private static void writeAuthorities(DataOutputStream out, Authorities.Snapshot authorities)
            throws IOException {
        out.writeInt(authorities.keys().size());
        for (Authorities.Key key : authorities.keys()) {
            writeBlock(out, key.org().toArray());
            writeBlock(out, key.spki().toArray());
        }
        out.writeInt(authorities.approvals().size());
        for (Authorities.Approved approved : authorities.approvals()) {
            out.write(approved.subject().toArray());
            out.writeLong(approved.expires().getEpochSecond());
            out.write(approved.spent() ? 1 : 0);
        }
    }

    static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    static VoterEvent decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        VoterEvent event =
                switch (need(in, 1).get()) {
                    case ADMITTED -> readAdmitted(in);
                    case APPENDED -> readAppended(in);
                    case FOLLOWED -> readFollowed(in);
                    case RETIRED -> new VoterEvent.Retired(readText(in));
                    case OFFERED -> new VoterEvent.Offered(TrustCodec.readOffer(in));
                    case CONFIRMED -> new VoterEvent.Confirmed();
                    case SNAPSHOT -> readSnapshot(in, SNAPSHOT, Trust.Snapshot.EMPTY);
                    case SNAPSHOT_WITH_KEYS ->
                            readSnapshot(in, SNAPSHOT_WITH_KEYS, Trust.Snapshot.EMPTY);
                    case SNAPSHOT_WITH_ORG_KEYS ->
                            readSnapshot(in, SNAPSHOT_WITH_ORG_KEYS, Trust.Snapshot.EMPTY);
                    case SNAPSHOT_WITH_TRUST -> readWithTrust(in);
                    default -> throw new MalformedException("a journal event of an unknown type");
                };
        if (in.hasRemaining()) {
            throw new MalformedException("a journal event with something after it");
        }
        return event;
    }

    private static VoterEvent.Admitted readAdmitted(ByteBuffer in) {
        Instant time = Seconds.of(need(in, Long.BYTES).getLong());
        int count = readCount(in, 1 + Sha256.SIZE + 2 * Integer.BYTES);
        List<AdmittedLeaf> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LeafRole role = LeafRole.ofCode(need(in, 1).get());
            Bytes hash = readHash(in);
            Bytes learnt = Bytes.of(readBlock(in));
            leaves.add(new AdmittedLeaf(hash, role, learnt, Bytes.of(readBlock(in))));
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

    private static VoterEvent.Followed readFollowed(ByteBuffer in) {
        long size = need(in, Long.BYTES).getLong();
        VoterEvent.Admitted leaves = readAdmitted(in);
        return new VoterEvent.Followed(size, leaves.time(), leaves.leaves());
    }

    private static VoterEvent.Snapshot readWithTrust(ByteBuffer in) {
        Trust.Snapshot trust = TrustCodec.readSnapshot(in);
        byte kind = need(in, 1).get();
        if (trust.equals(Trust.Snapshot.EMPTY)
                || (kind != SNAPSHOT
                        && kind != SNAPSHOT_WITH_KEYS
                        && kind != SNAPSHOT_WITH_ORG_KEYS)) {
            throw new MalformedException("a snapshot of an unknown kind");
        }
        return readSnapshot(in, kind, trust);
    }

    private static VoterEvent.Snapshot readSnapshot(
            ByteBuffer in, byte kind, Trust.Snapshot trust) {
        Frontier previous = Frontier.decode(Bytes.of(readBlock(in)));
        Frontier current = Frontier.decode(Bytes.of(readBlock(in)));
        int count = readCount(in, Long.BYTES + Integer.BYTES);
        List<VoterEvent.Admitted> admitted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            admitted.add(readAdmitted(in));
        }
        Optional<String> retired = readRetired(in);
        Authorities.Snapshot authorities = readAuthorities(in);
        boolean keys = kind == SNAPSHOT_WITH_ORG_KEYS ? readFlag(in) : kind == SNAPSHOT_WITH_KEYS;
        return new VoterEvent.Snapshot(
                previous,
                current,
                admitted,
                retired,
                authorities,
                keys ? ClientKeyCodec.read(in) : List.of(),
                kind == SNAPSHOT_WITH_ORG_KEYS ? OrgKeyCodec.read(in) : List.of(),
                trust);
    }

    private static Authorities.Snapshot readAuthorities(ByteBuffer in) {
        List<Authorities.Key> keys = new ArrayList<>();
        for (int left = readCount(in, 2 * Integer.BYTES); left > 0; left--) {
            Bytes org = Bytes.of(readBlock(in));
            keys.add(new Authorities.Key(org, Bytes.of(readBlock(in))));
        }
        List<Authorities.Approved> approvals = new ArrayList<>();
        for (int left = readCount(in, Sha256.SIZE + Long.BYTES + 1); left > 0; left--) {
            Bytes subject = readHash(in);
            Instant expires = Seconds.of(need(in, Long.BYTES).getLong());
            approvals.add(new Authorities.Approved(subject, expires, readFlag(in)));
        }
        return new Authorities.Snapshot(keys, approvals);
    }

    static boolean readFlag(ByteBuffer in) {
        return switch (need(in, 1).get()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new MalformedException("a journal event with an unknown flag");
        };
    }

    private static Optional<String> readRetired(ByteBuffer in) {
        return readFlag(in) ? Optional.of(readText(in)) : Optional.empty();
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
