package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.RevocationBody.TokenRevocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The revocations of an org that count, as one document whose digest stands in a leaf.
 *
 * @param org tag of 16 bytes
 * @param through how many leaves of the log are taken into account
 * @param entries in the order of their encodings, none twice
 */
public record RevocationList(Bytes org, long through, List<Entry> entries) {
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    private static final String FORM = "sealwright/token-revocations/v1";

    public RevocationList {
        org.requireSize(Uuids.SIZE, "an org tag");
        entries = List.copyOf(entries);
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i - 1).compareTo(entries.get(i)) >= 0) {
                throw new MalformedException("revocations out of order, or one of them twice");
            }
        }
    }

    /**
     * One of them.
     *
     * @param token id of 16 bytes
     * @param block id of 32 bytes; empty for the whole token
     * @param expires when the token ends in any case
     */
    public record Entry(Bytes token, Optional<Bytes> block, Instant expires)
            implements Comparable<Entry> {
        public Entry {
            token.requireSize(Uuids.SIZE, "the id of a token");
            block.ifPresent(id -> id.requireSize(Sha256.SIZE, "the id of a block"));
            Seconds.require(expires);
        }

        public static Entry of(TokenRevocation body) {
            return new Entry(body.token(), body.block(), body.expires());
        }

        /** Whether it need be told at that time. */
        public boolean counts(Instant time) {
            return !time.isAfter(expires.plus(Validity.SKEW));
        }

        private CborValue cbor() {
            return CborValue.array(
                    CborValue.of(token),
                    block.<CborValue>map(CborValue::of).orElseGet(CborValue.Null::new),
                    CborValue.of(expires.getEpochSecond()));
        }

        private static Entry read(CborCursor in) {
            in.array("a revocation", 3);
            return new Entry(
                    in.bytes("the id of a token"),
                    in.takeNull() ? Optional.empty() : Optional.of(in.bytes("the id of a block")),
                    Seconds.of(in.uint("a time")));
        }

        @Override
        public int compareTo(Entry other) {
            return CborWriter.encode(cbor()).compareTo(CborWriter.encode(other.cbor()));
        }
    }

    /** Of those of the entries that count at the time, in any order. */
    public static RevocationList of(
            Bytes org, long through, Collection<Entry> entries, Instant time) {
        return new RevocationList(
                org,
                through,
                entries.stream().filter(entry -> entry.counts(time)).distinct().sorted().toList());
    }

    /** {@code [form, org, through, [[token, block or null, exp] …]]}. */
    public Bytes encode() {
        Bytes encoded =
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(FORM),
                                CborValue.of(org),
                                CborValue.of(through),
                                new CborValue.Array(entries.stream().map(Entry::cbor).toList())));
        if (encoded.size() > MAX_SIZE) {
            throw new MalformedException("a list of revocations larger than " + MAX_SIZE);
        }
        return encoded;
    }

    public static RevocationList decode(Bytes encoded) {
        CborCursor in = CborCursor.strict(encoded, MAX_SIZE);
        in.array("a list", 4);
        if (!in.text("the form of a list").equals(FORM)) {
            throw new MalformedException("a list of an unknown form");
        }
        var list = new RevocationList(in.bytes("an org tag"), in.uint("through"), entries(in));
        in.end();
        return list;
    }

    private static List<Entry> entries(CborCursor in) {
        List<Entry> entries = new ArrayList<>();
        for (int left = in.array("revocations"); left > 0; left--) {
            entries.add(Entry.read(in));
        }
        return entries;
    }

    public Bytes digest() {
        return Sha256.of(encode());
    }
}
