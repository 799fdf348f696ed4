package dev.sealwright.attestation.tdx;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The body of a TD quote: 584 bytes (TD 1.0), or 648 with what TDX 1.5 adds. */
public record TdReport(
        List<Integer> teeTcbSvn,
        Bytes mrSeam,
        Bytes mrSignerSeam,
        Bytes seamAttributes,
        Bytes tdAttributes,
        Bytes xfam,
        Bytes mrTd,
        Bytes mrConfigId,
        Bytes mrOwner,
        Bytes mrOwnerConfig,
        List<Bytes> rtmr,
        Bytes reportData,
        Optional<Bytes> teeTcbSvn2,
        Optional<Bytes> mrServiceTd) {
    private static final int REGISTERS = 4;
    private static final int MEASUREMENT = 48;

    /** Attribute bits with a meaning (TDX module ABI, "ATTRIBUTES"). */
    private static final Map<Integer, String> NAMES =
            Map.of(
                    0, "DEBUG",
                    28, "SEPT_VE_DISABLE",
                    29, "MIGRATABLE",
                    30, "PKS",
                    31, "KL",
                    63, "PERFMON");

    public TdReport {
        teeTcbSvn = List.copyOf(teeTcbSvn);
        rtmr = List.copyOf(rtmr);
    }

    static TdReport parse(Bytes body, boolean withTdx15) {
        ByteReader in = ByteReader.littleEndian(body, "a TD report");
        TdReport report =
                new TdReport(
                        numbers(in.bytes(16)),
                        in.bytes(MEASUREMENT),
                        in.bytes(MEASUREMENT),
                        in.bytes(8),
                        in.bytes(8),
                        in.bytes(8),
                        in.bytes(MEASUREMENT),
                        in.bytes(MEASUREMENT),
                        in.bytes(MEASUREMENT),
                        in.bytes(MEASUREMENT),
                        registers(in),
                        in.bytes(64),
                        withTdx15 ? Optional.of(in.bytes(16)) : Optional.empty(),
                        withTdx15 ? Optional.of(in.bytes(MEASUREMENT)) : Optional.empty());
        in.end();
        return report;
    }

    private static List<Integer> numbers(Bytes bytes) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < bytes.size(); i++) {
            out.add(bytes.get(i) & 0xff);
        }
        return out;
    }

    private static List<Bytes> registers(ByteReader in) {
        List<Bytes> out = new ArrayList<>();
        for (int i = 0; i < REGISTERS; i++) {
            out.add(in.bytes(MEASUREMENT));
        }
        return out;
    }

    /** The host may read the TD's memory. */
    public boolean debug() {
        return (tdAttributes.get(0) & 1) != 0;
    }

    public boolean unknownAttributes() {
        return !NAMES.keySet().containsAll(attributes().boxed().toList());
    }

    /** Bits without a meaning known here are named by their number. */
    List<String> attributeNames() {
        return attributes().mapToObj(bit -> NAMES.getOrDefault(bit, "bit " + bit)).toList();
    }

    private IntStream attributes() {
        return BitSet.valueOf(tdAttributes.toArray()).stream();
    }
}
