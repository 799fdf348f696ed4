package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.appraisal.Requirement.Finding;
import dev.sealwright.attestation.nitro.NitroClaims;
import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.snp.SnpTcb;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;

/** What policies on Nitro and SNP evidence demand. */
final class VendorCriteria {
    private static final List<Integer> NITRO_REGISTERS = List.of(0, 1, 2, 3, 4, 8);

    private VendorCriteria() {}

    static Criteria<NitroClaims> nitro() {
        Criteria<NitroClaims> criteria = new Criteria<>();
        criteria.permission("debug", TrustClaim.CONFIGURATION, c -> c.document().debug());
        for (int register : NITRO_REGISTERS) {
            criteria.value(
                    "pcr" + register,
                    TrustClaim.EXECUTABLES,
                    c -> Optional.ofNullable(c.document().pcrs().get(register)));
        }
        return criteria.value(
                        "public_key", TrustClaim.INSTANCE_IDENTITY, c -> c.document().publicKey())
                .value("user_data", TrustClaim.INSTANCE_IDENTITY, c -> c.document().userData())
                .value("nonce", TrustClaim.INSTANCE_IDENTITY, c -> c.document().nonce());
    }

    static Criteria<SnpClaims> snp() {
        return new Criteria<SnpClaims>()
                .permission("debug", TrustClaim.CONFIGURATION, c -> c.report().policy().debug())
                .permission(
                        "migration_agent",
                        TrustClaim.CONFIGURATION,
                        c -> c.report().policy().migrationAgent())
                .permission("smt", TrustClaim.CONFIGURATION, c -> c.report().policy().smt())
                .permission(
                        "malformed_guest_policy",
                        TrustClaim.CONFIGURATION,
                        c -> !c.report().policy().reservedOne())
                .permission("low_assurance", TrustClaim.HARDWARE, c -> !c.product().assured())
                .text("products", TrustClaim.HARDWARE, c -> Optional.of(c.product().label()))
                .text(
                        "signing_keys",
                        TrustClaim.HARDWARE,
                        c -> Optional.of(c.report().signingKey().name()))
                .text("provider", TrustClaim.INSTANCE_IDENTITY, SnpClaims::providerId)
                .number("vmpl", TrustClaim.CONFIGURATION, c -> c.report().vmpl())
                .add(minimumTcb())
                .minimum(
                        "guest_svn",
                        TrustClaim.EXECUTABLES,
                        c -> Optional.of(c.report().guestSvn()))
                .value("measurement", TrustClaim.EXECUTABLES, c -> of(c.report().measurement()))
                .value("host_data", TrustClaim.CONFIGURATION, c -> of(c.report().hostData()))
                .value(
                        "report_data",
                        TrustClaim.INSTANCE_IDENTITY,
                        c -> of(c.report().reportData()))
                .value("id_key_digest", TrustClaim.EXECUTABLES, c -> of(c.report().idKeyDigest()))
                .value(
                        "author_key_digest",
                        TrustClaim.EXECUTABLES,
                        c -> of(c.report().authorKeyDigest()))
                .value("chip_id", TrustClaim.INSTANCE_IDENTITY, c -> of(c.report().chipId()));
    }

    /** All five parts; of what the report names and of what the platform cannot fall back from. */
    private static Criterion<SnpClaims> minimumTcb() {
        return new Criterion<>(
                "minimum_tcb",
                TrustClaim.HARDWARE,
                value -> {
                    SnpTcb least = tcb(value);
                    return (claims, references) ->
                            Finding.of(
                                    claims.reportedTcb().atLeast(least)
                                            && claims.committedTcb().atLeast(least),
                                    "reported "
                                            + claims.reportedTcb()
                                            + ", committed "
                                            + claims.committedTcb());
                });
    }

    private static SnpTcb tcb(JsonValue value) {
        JsonFields fields = JsonFields.of(value, "minimum_tcb");
        SnpTcb tcb =
                new SnpTcb(
                        fields.number("fmc", 255),
                        fields.number("bootloader", 255),
                        fields.number("tee", 255),
                        fields.number("snp", 255),
                        fields.number("microcode", 255));
        fields.end();
        return tcb;
    }

    private static Optional<Bytes> of(Bytes value) {
        return Optional.of(value);
    }
}
