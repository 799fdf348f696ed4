package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * The report an Azure paravisor (HCL) keeps in the vTPM's NV index: a hardware report whose report
 * data is the hash of the runtime JSON behind it, which carries the vTPM's attestation key. Parsed
 * and not yet verified.
 *
 * @param runtime the JSON, exactly the bytes that are hashed
 */
public record HclReport(Hardware hardware, Bytes report, Bytes runtime) {
    public static final Bytes MAGIC = Bytes.utf8("HCLA");

    private static final int HEADER = 32;
    private static final int REPORT = 1184;
    private static final int MAX_SIZE = 16 * 1024;
    private static final int SHA256 = 1;
    private static final int TD_REPORT = 1024;
    private static final int TD_REPORT_DATA = 128;

    /**
     * What kind of report lies inside. A TDREPORT is only a MAC; it needs the quote made from it.
     */
    public enum Hardware {
        SNP,
        TDX
    }

    public static HclReport parse(Bytes received) {
        if (received.size() > MAX_SIZE) {
            throw new MalformedException("an HCL report of more than " + MAX_SIZE + " bytes");
        }
        ByteReader in = ByteReader.littleEndian(received, "an HCL report");
        if (!in.bytes(4).equals(MAGIC)) {
            throw new MalformedException("not an HCL report");
        }
        in.bytes(HEADER - 4);
        Bytes report = in.bytes(REPORT);
        in.u32(); // the runtime data with this header, by one count or another
        in.u32(); // its version
        Hardware hardware = hardware(in.u32());
        if (in.u32() != SHA256) {
            throw new MalformedException("an HCL report not bound by SHA-256");
        }
        Bytes runtime = in.bytes(in.u32(), MAX_SIZE);
        in.zeros(in.remaining());
        return new HclReport(hardware, report, runtime);
    }

    private static Hardware hardware(long type) {
        return switch ((int) type) {
            case 2 -> Hardware.SNP;
            case 4 -> Hardware.TDX;
            default -> throw new MalformedException("an HCL report around an unknown report");
        };
    }

    /** 64 bytes: the hash of the runtime JSON, then zeros, if the parts belong together. */
    public Bytes reportData() {
        return hardware == Hardware.SNP
                ? SnpReport.parse(report).reportData()
                : report.slice(TD_REPORT_DATA, TD_REPORT_DATA + 64);
    }

    public boolean bindsRuntime() {
        return reportData().equals(Bytes.concat(Digests.sha256(runtime), Bytes.zeros(32)));
    }

    /** The 1024 bytes of the TDREPORT. */
    public Bytes tdReport() {
        return report.slice(0, TD_REPORT);
    }
}
