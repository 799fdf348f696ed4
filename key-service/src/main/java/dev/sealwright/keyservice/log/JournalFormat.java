package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal file as bytes: a line of text, 32 bytes that bind it to origin and log key, then
 * records. A record is
 *
 * <pre>
 * uint32 length | 8 bytes check of the length | payload | 32 bytes check of the payload
 * </pre>
 *
 * and each check runs over everything before it, so that no record can be changed, left out or
 * moved. Only a record that the file's end cuts short is taken for an unfinished write; its length
 * being checked by itself, damage to it cannot pass for that.
 */
final class JournalFormat {
    static final int MAX_PAYLOAD = 16 * 1024 * 1024;

    private static final Bytes MAGIC = Bytes.utf8("sealwright voter journal v2\n");
    private static final int LENGTH_CHECK = 8;
    private static final int HEAD = Integer.BYTES + LENGTH_CHECK;

    private JournalFormat() {}

    /**
     * What a file held: its events, where the last whole record ends, and the chain value there.
     */
    record Scan(List<VoterEvent> events, int end, Bytes chain) {}

    /** A record's bytes and the chain value after it. */
    record Sealed(Bytes bytes, Bytes chain) {}

    static Bytes header(String origin, Bytes logKey) {
        return Bytes.concat(
                MAGIC,
                Sha256.of(
                        Framed.domain("sealwright/voter-journal/v1")
                                .add(origin)
                                .add(logKey)
                                .bytes()));
    }

    static Sealed seal(Bytes chain, VoterEvent event) {
        Bytes payload = Bytes.of(VoterEventCodec.encode(event));
        if (payload.size() > MAX_PAYLOAD) {
            throw new IllegalStateException("a journal record of " + payload.size() + " bytes");
        }
        Bytes length = length(payload.size());
        Bytes next = payloadCheck(chain, payload);
        return new Sealed(Bytes.concat(length, lengthCheck(chain, length), payload, next), next);
    }

    static Bytes seed(Bytes header) {
        return Sha256.of(header);
    }

    /** Reads a whole file; the events are not yet applied to anything. */
    static Scan scan(Bytes file, Bytes header) {
        requireHeader(file, header);
        List<VoterEvent> events = new ArrayList<>();
        Bytes chain = seed(header);
        int at = header.size();
        while (file.size() - at >= HEAD) {
            int payloadAt = at + HEAD;
            int length = readLength(file, at, chain);
            if (file.size() - payloadAt < length + Sha256.SIZE) {
                break;
            }
            Bytes payload = file.slice(payloadAt, payloadAt + length);
            chain = requirePayload(file, payloadAt + length, payloadCheck(chain, payload));
            events.add(decode(payload, at));
            at = payloadAt + length + Sha256.SIZE;
        }
        if (events.isEmpty() || !(events.getFirst() instanceof VoterEvent.Snapshot)) {
            throw damaged("it does not begin with a whole snapshot");
        }
        return new Scan(List.copyOf(events), at, chain);
    }

    private static void requireHeader(Bytes file, Bytes header) {
        if (file.size() < header.size() || !file.startsWith(MAGIC)) {
            throw damaged("it does not begin as a journal does");
        }
        if (!file.startsWith(header)) {
            throw new StartRefusedException(
                    "The voter's journal belongs to another log key or another origin than the"
                            + " anchors name. Point the state folder at this log's own state; a new"
                            + " epoch gets a new, empty folder.");
        }
    }

    private static int readLength(Bytes file, int at, Bytes chain) {
        Bytes length = file.slice(at, at + Integer.BYTES);
        if (!file.slice(at + Integer.BYTES, at + HEAD).equals(lengthCheck(chain, length))) {
            throw damaged("the record at byte " + at + " has a wrong length check");
        }
        return ByteBuffer.wrap(length.toArray()).getInt();
    }

    private static Bytes requirePayload(Bytes file, int at, Bytes expected) {
        if (!file.slice(at, at + Sha256.SIZE).equals(expected)) {
            throw damaged("the record that ends at byte " + at + " has a wrong check");
        }
        return expected;
    }

    private static VoterEvent decode(Bytes payload, int at) {
        try {
            return VoterEventCodec.decode(payload.toArray());
        } catch (MalformedException e) {
            throw damaged("the record at byte " + at + " cannot be read", e);
        }
    }

    private static Bytes length(int length) {
        return Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }

    private static Bytes lengthCheck(Bytes chain, Bytes length) {
        return Sha256.of(chain, length).slice(0, LENGTH_CHECK);
    }

    private static Bytes payloadCheck(Bytes chain, Bytes payload) {
        return Sha256.of(chain, payload);
    }

    static StartRefusedException damaged(String what) {
        return new StartRefusedException(damage(what));
    }

    static StartRefusedException damaged(String what, RuntimeException cause) {
        return new StartRefusedException(damage(what), cause);
    }

    private static String damage(String what) {
        return "The voter's journal is damaged: "
                + what
                + ". A voter that guesses what it signed could fork the log, so it does not start."
                + " Never put back an older copy: replace this voter by the ceremony for a lost"
                + " voter (with one voter, by a new epoch).";
    }
}
