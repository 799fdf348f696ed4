package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.aci.AciClaims;
import dev.sealwright.attestation.appraisal.Requirement.Finding;
import dev.sealwright.attestation.maa.MaaClaims;
import dev.sealwright.attestation.maa.ReleasePolicy;
import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.vtpm.AzureVtpmClaims;
import dev.sealwright.attestation.vtpm.PcrValues;
import dev.sealwright.attestation.vtpm.SignedQuote;
import dev.sealwright.attestation.vtpm.TpmClaims;
import dev.sealwright.attestation.vtpm.TpmQuote;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What policies on Azure's evidence and on plain TPM quotes demand. */
final class AzureCriteria {
    private static final JsonValue ANY = JsonValue.of("any");
    private static final JsonValue REFUSE = JsonValue.of("refuse");
    private static final int MAX_REGISTER = 23;

    private AzureCriteria() {}

    static Criteria<MaaClaims> maa() {
        return new Criteria<MaaClaims>()
                .permission("debug", TrustClaim.CONFIGURATION, c -> c.claims().debuggable())
                .text("issuers", TrustClaim.INSTANCE_IDENTITY, c -> Optional.of(c.issuer()))
                .text("attestation_types", TrustClaim.HARDWARE, c -> c.claims().attestationType())
                .text(
                        "compliance_statuses",
                        TrustClaim.CONFIGURATION,
                        c -> c.claims().tee("x-ms-compliance-status"))
                .add(releasePolicy());
    }

    /** "any", or a key release policy whose conditions must hold. */
    private static Criterion<MaaClaims> releasePolicy() {
        return new Criterion<>(
                "release_policy",
                TrustClaim.CONFIGURATION,
                value -> {
                    if (value.equals(ANY)) {
                        return (claims, references) -> Finding.open();
                    }
                    ReleasePolicy policy = ReleasePolicy.of(value);
                    return (claims, references) ->
                            Finding.of(policy.releases(claims), "it would not release the key");
                });
    }

    static Criteria<TpmClaims> tpm() {
        Function<TpmClaims, Optional<SignedQuote>> quote = c -> Optional.of(c.evidence().quote());
        return new Criteria<TpmClaims>()
                .value("nonce", TrustClaim.INSTANCE_IDENTITY, c -> nonce(quote.apply(c)))
                .add(registers(quote));
    }

    static Criteria<AzureVtpmClaims> vtpm() {
        Function<AzureVtpmClaims, Optional<SignedQuote>> quote = c -> c.evidence().quote();
        return new Criteria<AzureVtpmClaims>()
                .permission(
                        "without_quote",
                        TrustClaim.INSTANCE_IDENTITY,
                        c -> quote.apply(c).isEmpty())
                .permission(
                        "without_secure_boot",
                        TrustClaim.CONFIGURATION,
                        c -> !configured(c, "secure-boot"))
                .permission(
                        "console", TrustClaim.CONFIGURATION, c -> configured(c, "console-enabled"))
                .value("nonce", TrustClaim.INSTANCE_IDENTITY, c -> nonce(quote.apply(c)))
                .add(registers(quote))
                .add(
                        nested(
                                "snp",
                                SnpClaims.class,
                                VendorCriteria.snp(),
                                c ->
                                        c.hardware()
                                                        instanceof
                                                        AzureVtpmClaims.Hardware.Snp(SnpClaims s)
                                                ? Optional.of(s)
                                                : Optional.empty()))
                .add(
                        nested(
                                "tdx",
                                TdxClaims.class,
                                IntelCriteria.tdx(),
                                c ->
                                        c.hardware()
                                                        instanceof
                                                        AzureVtpmClaims.Hardware.Tdx(TdxClaims t)
                                                ? Optional.of(t)
                                                : Optional.empty()));
    }

    static Criteria<AciClaims> aci() {
        return new Criteria<AciClaims>()
                .text("uvm_feeds", TrustClaim.EXECUTABLES, c -> Optional.of(c.uvmFeed()))
                .minimum("uvm_svn", TrustClaim.EXECUTABLES, c -> Optional.of(c.uvmSvn()))
                .value(
                        "container_policy_hash",
                        TrustClaim.EXECUTABLES,
                        c -> Optional.of(c.policyHash()))
                .add(
                        nested(
                                "snp",
                                SnpClaims.class,
                                VendorCriteria.snp(),
                                c -> Optional.of(c.snp())));
    }

    private static boolean configured(AzureVtpmClaims claims, String name) {
        return claims.evidence()
                .runtime()
                .configuration()
                .get(name)
                .equals(Optional.of(JsonValue.of(true)));
    }

    private static Optional<Bytes> nonce(Optional<SignedQuote> quote) {
        return quote.map(SignedQuote::quote).map(TpmQuote::extraData);
    }

    /** "refuse", or the criteria of the hardware inside. */
    private static <C, D extends Claims> Criterion<C> nested(
            String name, Class<D> type, Criteria<D> criteria, Function<C, Optional<D>> part) {
        return new Criterion<>(
                name,
                TrustClaim.HARDWARE,
                value -> {
                    if (value.equals(REFUSE)) {
                        return (claims, references) ->
                                Finding.of(part.apply(claims).isEmpty(), "it is refused");
                    }
                    Policy.Demands<D> demands = Policy.Demands.read(type, criteria, value);
                    return (claims, references) ->
                            part.apply(claims)
                                    .map(d -> whole(demands.judge(d, references)))
                                    .orElseGet(() -> Finding.met("not this hardware"));
                });
    }

    private static Finding whole(java.util.List<Line> lines) {
        String not = named(lines, Line.Outcome.NOT_MET, "not met: ");
        return not.isEmpty()
                ? Finding.met(named(lines, Line.Outcome.NOT_CHECKED, "not checked: "))
                : Finding.notMet(not);
    }

    private static String named(java.util.List<Line> lines, Line.Outcome outcome, String prefix) {
        String names =
                lines.stream()
                        .filter(line -> line.outcome() == outcome)
                        .map(
                                line ->
                                        line.name()
                                                + (line.detail().isEmpty()
                                                        ? ""
                                                        : " (" + line.detail() + ")"))
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : prefix + names;
    }

    /** "any", or an object of register number → list of values; each must be quoted and listed. */
    private static <C> Criterion<C> registers(Function<C, Optional<SignedQuote>> quote) {
        return new Criterion<>(
                "pcrs",
                TrustClaim.EXECUTABLES,
                value -> {
                    if (value.equals(ANY)) {
                        return (claims, references) -> Finding.open();
                    }
                    Map<Integer, Set<Bytes>> wanted = wanted(value);
                    return (claims, references) ->
                            wanted.entrySet().stream()
                                    .filter(
                                            w ->
                                                    !quoted(
                                                            quote.apply(claims),
                                                            w.getKey(),
                                                            w.getValue()))
                                    .findFirst()
                                    .map(
                                            w ->
                                                    Finding.notMet(
                                                            "PCR "
                                                                    + w.getKey()
                                                                    + " is not quoted or not listed"))
                                    .orElseGet(() -> Finding.met(""));
                });
    }

    private static Map<Integer, Set<Bytes>> wanted(JsonValue value) {
        JsonFields fields = JsonFields.of(value, "pcrs");
        return fields.names().stream()
                .collect(
                        Collectors.toMap(
                                AzureCriteria::register,
                                name -> Criteria.hex(fields.take(name), "a PCR")));
    }

    private static int register(String name) {
        if (!name.matches("[0-9]|1[0-9]|2[0-3]")) {
            throw new MalformedException("a PCR is numbered 0 to " + MAX_REGISTER);
        }
        return Integer.parseInt(name);
    }

    private static boolean quoted(Optional<SignedQuote> quote, int register, Set<Bytes> listed) {
        Optional<PcrValues> values = quote.flatMap(SignedQuote::pcrs);
        return values.isPresent()
                && quote.get().quote().sha256Selection().contains(register)
                && listed.contains(values.get().registers().get(register));
    }
}
