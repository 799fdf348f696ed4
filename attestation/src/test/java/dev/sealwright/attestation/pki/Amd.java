package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;

/** A processor maker: root, signing key of one line and kind, and an endorsement key under it. */
public final class Amd {
    /** Turin names 8 bytes of the chip; others all 64. */
    public static final Bytes CHIP = Bytes.fromHex("a1a2a3a4a5a6a7a8");

    private static final String ARC = "1.3.6.1.4.1.3704.1.";

    private final String line;
    private final boolean loaned;
    private final Authority root;
    private final Authority issuer;
    private final KeyPair endorsement;
    private final X509Certificate certificate;

    private Amd(String line, boolean loaned, Instant until) {
        this.line = line;
        this.loaned = loaned;
        this.root = Authority.root("CN=ARK-" + line, Authority.rsa(2048, "ark" + line));
        this.issuer =
                root.under(
                        (loaned ? "CN=SEV-VLEK-" : "CN=SEV-") + line,
                        Authority.rsa(2048, "ask" + line + loaned));
        this.endorsement = Authority.p384("vek" + line + loaned);
        this.certificate =
                issuer.leaf(
                        loaned ? "CN=SEV-VLEK" : "CN=SEV-VCEK",
                        endorsement.getPublic(),
                        Authority.FROM,
                        until,
                        extensions());
    }

    /** With a key of the chip. */
    public static Amd chip(String line) {
        return new Amd(line, false, Authority.TO);
    }

    /** With a key loaned to a cloud provider. */
    public static Amd loaned(String line) {
        return new Amd(line, true, Authority.TO);
    }

    public static Amd expiring(String line, Instant until) {
        return new Amd(line, false, until);
    }

    public Authority root() {
        return root;
    }

    public Authority issuer() {
        return issuer;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public SnpEvidence evidence() {
        return new SnpEvidence(SnpReport.parse(report(new HashMap<>())), certificates());
    }

    public List<X509Certificate> certificates() {
        List<X509Certificate> all = new ArrayList<>(List.of(certificate));
        all.addAll(issuer.chain());
        return all;
    }

    /** A signed report of version 5; {@code changes} overwrite bytes, by offset, before signing. */
    public Bytes report(Map<Integer, Bytes> changes) {
        ByteBuffer report = ByteBuffer.allocate(SnpReport.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        report.putInt(0, 5).putInt(4, 7).putLong(8, 1L << 17 | 0x1f);
        report.putInt(0x34, 1).putInt(0x48, loaned ? 1 << 2 : 0);
        put(
                report,
                0x50,
                Bytes.utf8("the report data of a test, sixty-four bytes long, is this here.."));
        put(report, 0x90, Bytes.utf8("a measurement of forty-eight bytes, for the test"));
        put(report, 0x180, tcb());
        put(report, 0x188, Bytes.fromHex(cpuid()));
        if (!loaned) {
            put(report, 0x1a0, chipId());
        }
        put(report, 0x1e0, tcb());
        put(report, 0x1f0, tcb());
        changes.forEach((offset, bytes) -> put(report, offset, bytes));
        Bytes signed = Bytes.of(report.array()).slice(0, 0x2a0);
        Bytes signature = Signer.p384(endorsement.getPrivate(), signed);
        put(report, 0x2a0, reversed(signature.slice(0, 48)));
        put(report, 0x2a0 + 72, reversed(signature.slice(48, 96)));
        return Bytes.of(report.array());
    }

    private Bytes chipId() {
        return line.equals("Turin")
                ? Bytes.concat(CHIP, Bytes.zeros(56))
                : Bytes.concat(CHIP, CHIP, CHIP, CHIP, CHIP, CHIP, CHIP, CHIP);
    }

    private String cpuid() {
        return switch (line) {
            case "Turin" -> "1a0200";
            case "Genoa" -> "191101";
            default -> "190101";
        };
    }

    /** Parts 1, 2, 3, 4 and 5 for FMC, boot loader, TEE, SNP and microcode. */
    private Bytes tcb() {
        return Bytes.fromHex(line.equals("Turin") ? "0102030400000005" : "0203000000000405");
    }

    private Map<String, byte[]> extensions() {
        Map<String, byte[]> out = new HashMap<>();
        out.put(ARC + "2", der(new DERIA5String(line)));
        out.put(ARC + "3.1", der(new ASN1Integer(2)));
        out.put(ARC + "3.2", der(new ASN1Integer(3)));
        out.put(ARC + "3.3", der(new ASN1Integer(4)));
        out.put(ARC + "3.8", der(new ASN1Integer(5)));
        if (line.equals("Turin")) {
            out.put(ARC + "3.9", der(new ASN1Integer(1)));
        }
        if (loaned) {
            out.put(ARC + "5", der(new DERIA5String("CN=cloud.example")));
        } else {
            out.put(ARC + "4", line.equals("Turin") ? CHIP.toArray() : chipId().toArray());
        }
        return out;
    }

    private static byte[] der(org.bouncycastle.asn1.ASN1Object value) {
        try {
            return value.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(ByteBuffer report, int offset, Bytes bytes) {
        report.put(offset, bytes.toArray());
    }

    private static Bytes reversed(Bytes bytes) {
        byte[] out = new byte[bytes.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = bytes.get(out.length - 1 - i);
        }
        return Bytes.of(out);
    }
}
