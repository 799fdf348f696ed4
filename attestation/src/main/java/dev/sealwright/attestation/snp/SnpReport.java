package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Locale;
import java.util.Optional;

/**
 * An attestation report (SEV-SNP ABI, "ATTESTATION_REPORT"), versions 2 to 5, as parsed and not yet
 * verified. {@code received} are its 1184 bytes. TCB fields stay raw, for their layout depends on
 * the product.
 */
public record SnpReport(
        Bytes received,
        int version,
        long guestSvn,
        SnpGuestPolicy policy,
        Bytes familyId,
        Bytes imageId,
        int vmpl,
        Bytes currentTcb,
        long platformInfo,
        boolean authorKeyEnabled,
        boolean chipKeyMasked,
        SnpSigningKey signingKey,
        Bytes reportData,
        Bytes measurement,
        Bytes hostData,
        Bytes idKeyDigest,
        Bytes authorKeyDigest,
        Bytes reportId,
        Bytes reportIdMigrationAgent,
        Bytes reportedTcb,
        Optional<Cpuid> cpuid,
        Bytes chipId,
        Bytes committedTcb,
        Bytes launchTcb,
        SnpSignature signature) {
    public static final int SIZE = 1184;

    /** What the signature covers: everything before it. */
    static final int SIGNED = 0x2a0;

    private static final int MAX_VMPL = 3;
    private static final int SIGNATURE_ALGORITHM_P384_SHA384 = 1;

    /** Processor family (already combined), model and stepping. */
    public record Cpuid(int family, int model, int stepping) {}

    /** Strict: exact size, known version, reserved bytes zero. */
    public static SnpReport parse(Bytes received) {
        received.requireSize(SIZE, "an SNP report");
        return SnpReportReader.read(received);
    }

    static void requireHeader(long version, long vmpl, long algorithm) {
        if (version < 2 || version > 5) {
            throw new MalformedException("an SNP report of a version that is not 2 to 5");
        }
        if (vmpl > MAX_VMPL) {
            throw new MalformedException("an SNP report of a VMPL above " + MAX_VMPL);
        }
        if (algorithm != SIGNATURE_ALGORITHM_P384_SHA384) {
            throw new MalformedException("an SNP report not signed by ECDSA P-384 with SHA-384");
        }
    }

    public Bytes signedPart() {
        return received.slice(0, SIGNED);
    }

    /** In its parts where the report says of which line the chip is and they are laid out so. */
    private String tcb(Bytes raw) {
        Optional<SnpProduct> line = cpuid.flatMap(c -> SnpProduct.ofCpuid(c.family(), c.model()));
        try {
            return line.map(product -> SnpTcb.read(raw, product).toString()).orElseGet(raw::hex);
        } catch (MalformedException e) {
            return raw.hex();
        }
    }

    public JsonValue.Obj facts() {
        Facts facts =
                new Facts()
                        .put("report_version", version)
                        .put("signing_key", signingKey.name())
                        .put("guest_svn", guestSvn)
                        .put("guest_policy", String.format(Locale.ROOT, "0x%x", policy.bits()))
                        .put("guest_abi", policy.abiMajor() + "." + policy.abiMinor())
                        .put("debug", policy.debug())
                        .put("smt_allowed", policy.smt())
                        .put("migration_agent_allowed", policy.migrationAgent())
                        .put("vmpl", vmpl)
                        .put("measurement", measurement)
                        .put("report_data", reportData)
                        .put("host_data", hostData)
                        .put("platform_info", String.format(Locale.ROOT, "0x%x", platformInfo))
                        .put("reported_tcb", tcb(reportedTcb))
                        .put("committed_tcb", tcb(committedTcb))
                        .put("launch_tcb", tcb(launchTcb))
                        .put("chip_id", chipId)
                        .put("family_id", familyId)
                        .put("image_id", imageId)
                        .put("id_key_digest", idKeyDigest)
                        .put("author_key_digest", authorKeyDigest)
                        .put("report_id", reportId);
        cpuid.ifPresent(
                c ->
                        facts.put(
                                "cpuid",
                                String.format(
                                        Locale.ROOT,
                                        "family 0x%x model 0x%x stepping 0x%x",
                                        c.family,
                                        c.model,
                                        c.stepping)));
        return facts.end();
    }
}
