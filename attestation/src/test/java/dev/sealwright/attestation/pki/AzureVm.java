package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.protocol.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/** A confidential VM whose paravisor ties a vTPM to the processor's report. */
public final class AzureVm {
    private static final int HEADER = 32;
    private static final int DATA_HEADER = 20;

    private final Tpm tpm = Tpm.rsa();

    public Tpm tpm() {
        return tpm;
    }

    /** What the report data is the hash of; it names the vTPM's attestation key. */
    public Bytes runtime() {
        RSAPublicKey key = (RSAPublicKey) tpm.key().getPublic();
        return Bytes.utf8(
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"key_ops\":[\"sign\"],\"kty\":\"RSA\",\"e\":\""
                        + number(key.getPublicExponent()).base64Url()
                        + "\",\"n\":\""
                        + number(key.getModulus()).base64Url()
                        + "\"}],\"vm-configuration\":{\"console-enabled\":false,"
                        + "\"secure-boot\":true},\"user-data\":\"00\"}");
    }

    public Bytes reportData() {
        return Bytes.concat(Digests.sha256(runtime()), Bytes.zeros(32));
    }

    public Bytes snpBlob(Amd amd) {
        return blob(2, amd.report(Map.of(0x50, reportData())));
    }

    /** A TDREPORT (1024 bytes, the report data at 128) in the space of an SNP report. */
    public Bytes tdxBlob() {
        byte[] report = new byte[SnpReport.SIZE];
        System.arraycopy(reportData().toArray(), 0, report, 128, 64);
        return blob(4, Bytes.of(report));
    }

    private Bytes blob(int type, Bytes report) {
        Bytes runtime = runtime();
        ByteBuffer out =
                ByteBuffer.allocate(HEADER + report.size() + DATA_HEADER + runtime.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, Bytes.utf8("HCLA").toArray());
        out.put(HEADER, report.toArray());
        int at = HEADER + report.size();
        out.putInt(at, DATA_HEADER + runtime.size()).putInt(at + 4, 1).putInt(at + 8, type);
        out.putInt(at + 12, 1).putInt(at + 16, runtime.size());
        out.put(at + DATA_HEADER, runtime.toArray());
        return Bytes.of(out.array());
    }

    /** On SNP; the certificates lie beside it. */
    public Bytes snpFile(Amd amd, Bytes nonce) {
        return file(snpBlob(amd), nonce, "");
    }

    /** On TDX, with the quote made from the TDREPORT. */
    public Bytes tdxFile(Intel intel, Bytes nonce) {
        Bytes quote = intel.tdxQuote(4, reportData());
        return file(tdxBlob(), nonce, ",\"td_quote\":\"" + quote.base64Url() + "\"");
    }

    private Bytes file(Bytes blob, Bytes nonce, String more) {
        return Bytes.utf8(
                "{\"version\":1,\"hcl_report\":\""
                        + blob.base64Url()
                        + "\",\"tpm_quote\":"
                        + tpm.json(nonce, Bytes::hex)
                        + more
                        + "}");
    }

    private static Bytes number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Bytes.of(bytes).slice(1, bytes.length) : Bytes.of(bytes);
    }
}
