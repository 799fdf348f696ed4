package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Optional;

/** Reads the report field by field; offsets are those of the ABI specification. */
final class SnpReportReader {
    private SnpReportReader() {}

    static SnpReport read(Bytes received) {
        ByteReader in = ByteReader.littleEndian(received, "an SNP report");
        long version = in.u32();
        long guestSvn = in.u32();
        SnpGuestPolicy policy = new SnpGuestPolicy(in.u64());
        Bytes familyId = in.bytes(16);
        Bytes imageId = in.bytes(16);
        long vmpl = in.u32();
        SnpReport.requireHeader(version, vmpl, in.u32());
        Bytes currentTcb = in.bytes(8); // 0x38
        long platformInfo = in.u64();
        int keyInfo = keyInfo(in.u32());
        in.zeros(4);
        Bytes reportData = in.bytes(64); // 0x50
        Bytes measurement = in.bytes(48);
        Bytes hostData = in.bytes(32);
        Bytes idKeyDigest = in.bytes(48);
        Bytes authorKeyDigest = in.bytes(48);
        Bytes reportId = in.bytes(32);
        Bytes reportIdMigrationAgent = in.bytes(32);
        Bytes reportedTcb = in.bytes(8); // 0x180
        Optional<SnpReport.Cpuid> cpuid = cpuid(in, version);
        Bytes chipId = in.bytes(64); // 0x1A0
        Bytes committedTcb = in.bytes(8);
        builds(in);
        Bytes launchTcb = in.bytes(8); // 0x1F0
        tail(in, version);
        SnpSignature signature = SnpSignature.read(in);
        in.end();
        return new SnpReport(
                received,
                (int) version,
                guestSvn,
                policy,
                familyId,
                imageId,
                (int) vmpl,
                currentTcb,
                platformInfo,
                (keyInfo & 1) == 1,
                (keyInfo & 2) == 2,
                SnpSigningKey.of(keyInfo >> 2),
                reportData,
                measurement,
                hostData,
                idKeyDigest,
                authorKeyDigest,
                reportId,
                reportIdMigrationAgent,
                reportedTcb,
                cpuid,
                chipId,
                committedTcb,
                launchTcb,
                signature);
    }

    private static int keyInfo(long value) {
        if (value > 0x1f) {
            throw new MalformedException("an SNP report with reserved key bits");
        }
        return (int) value;
    }

    private static Optional<SnpReport.Cpuid> cpuid(ByteReader in, long version) {
        if (version < 3) {
            in.zeros(24);
            return Optional.empty();
        }
        var cpuid = new SnpReport.Cpuid(in.u8(), in.u8(), in.u8());
        in.zeros(21);
        return Optional.of(cpuid);
    }

    /** Current and committed firmware build, minor and major; each followed by a reserved byte. */
    private static void builds(ByteReader in) {
        in.bytes(3);
        in.zeros(1);
        in.bytes(3);
        in.zeros(1);
    }

    /** From version 5 on, launch and current mitigation vectors stand before the reserved rest. */
    private static void tail(ByteReader in, long version) {
        if (version >= 5) {
            in.bytes(16);
        }
        in.zeros(SnpReport.SIGNED - in.at());
    }
}
