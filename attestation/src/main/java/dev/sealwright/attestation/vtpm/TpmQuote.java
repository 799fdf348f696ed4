package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A TPMS_ATTEST of type TPM_ST_ATTEST_QUOTE (TPM 2.0 Library, Part 2, 10.12), parsed and not yet
 * verified.
 *
 * @param extraData what the caller asked to be quoted with: the nonce
 */
public record TpmQuote(
        Bytes received,
        Bytes qualifiedSigner,
        Bytes extraData,
        long clock,
        long resetCount,
        long restartCount,
        boolean clockSafe,
        long firmwareVersion,
        List<Selection> selections,
        Bytes pcrDigest) {
    public static final int SHA256 = 0x000b;

    private static final int SHA1 = 0x0004;
    private static final int SHA384 = 0x000c;

    private static final long MAGIC = 0xff544347L;
    private static final int QUOTE = 0x8018;
    private static final int MAX_SIZE = 1024;
    private static final int MAX_BUFFER = 132;
    private static final int MAX_SELECTIONS = 16;

    public TpmQuote {
        selections = List.copyOf(selections);
    }

    /** PCR indexes of one bank, by the bank's hash algorithm number. */
    public record Selection(int algorithm, List<Integer> indexes) {
        public Selection {
            indexes = List.copyOf(indexes);
        }

        String bank() {
            return switch (algorithm) {
                case SHA1 -> "sha1";
                case SHA256 -> "sha256";
                case SHA384 -> "sha384";
                default -> String.format(Locale.ROOT, "0x%04x", algorithm);
            };
        }

        /** "0-7, 14"; "none". */
        String ranges() {
            List<String> out = new ArrayList<>();
            for (int i = 0; i < indexes.size(); i++) {
                int from = indexes.get(i);
                while (i + 1 < indexes.size() && indexes.get(i + 1) == indexes.get(i) + 1) {
                    i++;
                }
                out.add(from == indexes.get(i) ? "" + from : from + "-" + indexes.get(i));
            }
            return out.isEmpty() ? "none" : String.join(", ", out);
        }
    }

    public static TpmQuote parse(Bytes received) {
        if (received.size() > MAX_SIZE) {
            throw new MalformedException("a TPM quote of more than " + MAX_SIZE + " bytes");
        }
        ByteReader in = ByteReader.bigEndian(received, "a TPM quote");
        if (in.u32() != MAGIC || in.u16() != QUOTE) {
            throw new MalformedException("not a TPM quote");
        }
        TpmQuote quote =
                new TpmQuote(
                        received,
                        in.bytes(in.u16(), MAX_BUFFER),
                        in.bytes(in.u16(), MAX_BUFFER),
                        in.u64(),
                        in.u32(),
                        in.u32(),
                        safe(in.u8()),
                        in.u64(),
                        selections(in),
                        in.bytes(in.u16(), MAX_BUFFER));
        in.end();
        return quote;
    }

    private static boolean safe(int value) {
        if (value > 1) {
            throw new MalformedException("a TPM flag that is neither yes nor no");
        }
        return value == 1;
    }

    private static List<Selection> selections(ByteReader in) {
        long count = in.u32();
        if (count > MAX_SELECTIONS) {
            throw new MalformedException("too many PCR selections");
        }
        List<Selection> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int algorithm = in.u16();
            BitSet bits = BitSet.valueOf(in.bytes(in.u8(), 4).toArray());
            out.add(new Selection(algorithm, bits.stream().boxed().toList()));
        }
        return out;
    }

    public Facts facts() {
        Facts facts =
                new Facts()
                        .put("nonce", extraData)
                        .put("pcr_digest", pcrDigest)
                        .put("reset_count", resetCount)
                        .put("restart_count", restartCount)
                        .put(
                                "firmware_version",
                                String.format(Locale.ROOT, "0x%x", firmwareVersion));
        for (Selection selection : selections) {
            facts.put("pcrs_" + selection.bank(), selection.ranges());
        }
        return facts;
    }

    /** The indexes quoted, if the quote is of the SHA-256 bank alone. */
    public List<Integer> sha256Selection() {
        if (selections.size() != 1 || selections.getFirst().algorithm() != SHA256) {
            throw new MalformedException("a TPM quote not of the SHA-256 bank alone");
        }
        return selections.getFirst().indexes();
    }
}
