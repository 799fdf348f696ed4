package dev.sealwright.keyservice.log;

import static dev.sealwright.keyservice.log.VoterEventCodec.need;
import static dev.sealwright.keyservice.log.VoterEventCodec.readBlock;
import static dev.sealwright.keyservice.log.VoterEventCodec.readCount;
import static dev.sealwright.keyservice.log.VoterEventCodec.readFlag;
import static dev.sealwright.keyservice.log.VoterEventCodec.readHash;
import static dev.sealwright.keyservice.log.VoterEventCodec.writeBlock;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.merkle.Frontier;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots in the form of {@link VoterEventCodec}. What earlier builds did not know of has a type
 * byte of its own, or stands before theirs: where there is none of it, a snapshot is as theirs
 * were.
 */
final class SnapshotCodec {
    private static final byte SNAPSHOT = 4;

    /** The same with client keys behind it. */
    private static final byte WITH_KEYS = 5;

    /** The same with client keys, if there are any, and orgs' keys behind them. */
    private static final byte WITH_ORG_KEYS = 7;

    /** Anchors, and then a snapshot of one of the kinds before. */
    private static final byte WITH_TRUST = 20;

    /** The chain of lasting leaves, and then a snapshot of any kind before. */
    private static final byte WITH_LASTING = 23;

    private SnapshotCodec() {}

    /** What is written of the chain; it stands where the snapshot does. */
    private record Chain(Bytes head, long unaccounted) {
        LastingLeaves.At at(Frontier current) {
            return new LastingLeaves.At(current.size(), head, unaccounted);
        }
    }

    static void write(DataOutputStream out, VoterEvent.Snapshot snapshot) throws IOException {
        if (snapshot.lasting().isPresent()) {
            out.write(WITH_LASTING);
            out.write(snapshot.lasting().get().head().toArray());
            out.writeLong(snapshot.lasting().get().unaccounted());
        }
        if (!snapshot.trust().equals(Trust.Snapshot.EMPTY)) {
            out.write(WITH_TRUST);
            TrustCodec.write(out, snapshot.trust());
        }
        out.write(kindOf(snapshot));
        writeRest(out, snapshot);
    }

    private static byte kindOf(VoterEvent.Snapshot snapshot) {
        if (!snapshot.orgKeys().isEmpty()) {
            return WITH_ORG_KEYS;
        }
        return snapshot.keys().isEmpty() ? SNAPSHOT : WITH_KEYS;
    }

    private static void writeRest(DataOutputStream out, VoterEvent.Snapshot snapshot)
            throws IOException {
        writeBlock(out, snapshot.previous().encode().toArray());
        writeBlock(out, snapshot.current().encode().toArray());
        out.writeInt(snapshot.admitted().size());
        for (VoterEvent.Admitted admitted : snapshot.admitted()) {
            VoterEventCodec.writeAdmitted(out, admitted);
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

    /** What stands behind this type byte, if it is one of a snapshot. */
    static VoterEvent.Snapshot read(byte type, ByteBuffer in) {
        byte kind = type;
        Optional<Chain> chain = Optional.empty();
        if (kind == WITH_LASTING) {
            Bytes head = readHash(in);
            chain = Optional.of(new Chain(head, need(in, Long.BYTES).getLong()));
            kind = need(in, 1).get();
        }
        Trust.Snapshot trust = Trust.Snapshot.EMPTY;
        if (kind == WITH_TRUST) {
            trust = readTrust(in);
            kind = need(in, 1).get();
        }
        if (kind != SNAPSHOT && kind != WITH_KEYS && kind != WITH_ORG_KEYS) {
            throw new MalformedException("a journal event of an unknown type");
        }
        return readRest(in, kind, trust, chain);
    }

    private static Trust.Snapshot readTrust(ByteBuffer in) {
        Trust.Snapshot trust = TrustCodec.readSnapshot(in);
        if (trust.equals(Trust.Snapshot.EMPTY)) {
            throw new MalformedException("a snapshot with anchors that has none");
        }
        return trust;
    }

    private static VoterEvent.Snapshot readRest(
            ByteBuffer in, byte kind, Trust.Snapshot trust, Optional<Chain> chain) {
        Frontier previous = Frontier.decode(Bytes.of(readBlock(in)));
        Frontier current = Frontier.decode(Bytes.of(readBlock(in)));
        int count = readCount(in, Long.BYTES + Integer.BYTES);
        List<VoterEvent.Admitted> admitted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            admitted.add(VoterEventCodec.readAdmitted(in));
        }
        Optional<String> retired = readRetired(in);
        Authorities.Snapshot authorities = readAuthorities(in);
        boolean keys = kind == WITH_ORG_KEYS ? readFlag(in) : kind == WITH_KEYS;
        return new VoterEvent.Snapshot(
                previous,
                current,
                admitted,
                retired,
                authorities,
                keys ? ClientKeyCodec.read(in) : List.of(),
                kind == WITH_ORG_KEYS ? OrgKeyCodec.read(in) : List.of(),
                trust,
                chain.map(each -> each.at(current)));
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
            Instant expires = VoterEventCodec.readTime(in);
            approvals.add(new Authorities.Approved(subject, expires, readFlag(in)));
        }
        return new Authorities.Snapshot(keys, approvals);
    }

    private static Optional<String> readRetired(ByteBuffer in) {
        return readFlag(in) ? Optional.of(VoterEventCodec.readText(in)) : Optional.empty();
    }
}
