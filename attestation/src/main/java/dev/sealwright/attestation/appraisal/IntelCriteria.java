package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.appraisal.Requirement.Finding;
import dev.sealwright.attestation.dcap.Quote;
import dev.sealwright.attestation.dcap.QuoteExaminer;
import dev.sealwright.attestation.dcap.TcbStatus;
import dev.sealwright.attestation.dcap.TcbVerdict;
import dev.sealwright.attestation.sgx.SgxClaims;
import dev.sealwright.attestation.tdx.TdReport;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What policies on TDX and SGX quotes demand. */
final class IntelCriteria {
    private static final JsonValue ANY = JsonValue.of("any");
    private static final int REGISTERS = 4;

    private IntelCriteria() {}

    static Criteria<TdxClaims> tdx() {
        Criteria<TdxClaims> criteria = new Criteria<>();
        criteria.permission("debug", TrustClaim.CONFIGURATION, c -> td(c).debug())
                .permission(
                        "unknown_attributes",
                        TrustClaim.CONFIGURATION,
                        c -> td(c).unknownAttributes())
                .value("mr_td", TrustClaim.EXECUTABLES, c -> of(td(c).mrTd()));
        for (int i = 0; i < REGISTERS; i++) {
            int register = i;
            criteria.value("rtmr" + i, TrustClaim.EXECUTABLES, c -> of(td(c).rtmr().get(register)));
        }
        criteria.value("mr_seam", TrustClaim.HARDWARE, c -> of(td(c).mrSeam()))
                .value("mr_config_id", TrustClaim.CONFIGURATION, c -> of(td(c).mrConfigId()))
                .value("mr_owner", TrustClaim.CONFIGURATION, c -> of(td(c).mrOwner()))
                .value("mr_owner_config", TrustClaim.CONFIGURATION, c -> of(td(c).mrOwnerConfig()))
                .value("mr_service_td", TrustClaim.CONFIGURATION, c -> td(c).mrServiceTd())
                .value("xfam", TrustClaim.CONFIGURATION, c -> of(td(c).xfam()))
                .value("report_data", TrustClaim.INSTANCE_IDENTITY, c -> of(td(c).reportData()));
        return platform(criteria, TdxClaims::platform, c -> c.quote().quote());
    }

    static Criteria<SgxClaims> sgx() {
        Criteria<SgxClaims> criteria = new Criteria<>();
        criteria.permission("debug", TrustClaim.CONFIGURATION, c -> c.quote().report().debug())
                .permission(
                        "provisioning_key",
                        TrustClaim.CONFIGURATION,
                        c -> c.quote().report().mayUseProvisioningKey())
                .value(
                        "mr_enclave",
                        TrustClaim.EXECUTABLES,
                        c -> of(c.quote().report().mrEnclave()))
                .value("mr_signer", TrustClaim.EXECUTABLES, c -> of(c.quote().report().mrSigner()))
                .number("product_id", TrustClaim.EXECUTABLES, c -> c.quote().report().productId())
                .minimum(
                        "svn",
                        TrustClaim.EXECUTABLES,
                        c -> Optional.of((long) c.quote().report().svn()))
                .value(
                        "report_data",
                        TrustClaim.INSTANCE_IDENTITY,
                        c -> of(c.quote().report().reportData()));
        return platform(criteria, SgxClaims::platform, c -> c.quote().quote());
    }

    private static TdReport td(TdxClaims claims) {
        return claims.quote().report();
    }

    private static Optional<Bytes> of(Bytes value) {
        return Optional.of(value);
    }

    private static <C> Criteria<C> platform(
            Criteria<C> criteria,
            Function<C, QuoteExaminer.Platform> platform,
            Function<C, Quote> quote) {
        Function<C, Optional<TcbVerdict>> tcb = c -> platform.apply(c).tcb();
        return criteria.add(tcbStatuses(tcb))
                .add(advisories(tcb))
                .minimum(
                        "tcb_evaluation",
                        TrustClaim.HARDWARE,
                        c -> tcb.apply(c).map(t -> (long) t.evaluation()))
                .add(trailing(quote));
    }

    /** No list can hold Revoked, nor a platform the vendor has no level for. */
    private static <C> Criterion<C> tcbStatuses(Function<C, Optional<TcbVerdict>> tcb) {
        return new Criterion<>(
                "tcb_statuses",
                TrustClaim.HARDWARE,
                value -> {
                    if (value.equals(ANY)) {
                        return (claims, references) ->
                                tcb.apply(claims)
                                                .map(TcbVerdict::status)
                                                .filter(s -> !s.acceptable())
                                                .isPresent()
                                        ? Finding.notMet("the platform is revoked or unknown")
                                        : Finding.open();
                    }
                    Set<TcbStatus> allowed = statuses(value);
                    return (claims, references) ->
                            Finding.of(
                                    tcb.apply(claims)
                                            .map(TcbVerdict::status)
                                            .filter(allowed::contains)
                                            .isPresent(),
                                    tcb.apply(claims)
                                            .map(t -> "it is " + t.status().label())
                                            .orElse("it was not checked"));
                });
    }

    private static Set<TcbStatus> statuses(JsonValue value) {
        Set<TcbStatus> statuses =
                Criteria.texts(value, "tcb_statuses").stream()
                        .map(TcbStatus::of)
                        .collect(Collectors.toSet());
        if (!statuses.stream().allMatch(TcbStatus::acceptable)) {
            throw new MalformedException("a policy that takes revoked or unknown platforms");
        }
        return statuses;
    }

    /** The advisories that may be open. */
    private static <C> Criterion<C> advisories(Function<C, Optional<TcbVerdict>> tcb) {
        return new Criterion<>(
                "accepted_advisories",
                TrustClaim.HARDWARE,
                value -> {
                    if (value.equals(ANY)) {
                        return (claims, references) -> Finding.open();
                    }
                    Set<String> accepted = Criteria.texts(value, "accepted_advisories");
                    return (claims, references) ->
                            Finding.of(
                                    tcb.apply(claims)
                                            .map(t -> accepted.containsAll(t.advisories()))
                                            .orElse(false),
                                    tcb.apply(claims)
                                            .map(t -> "open are " + t.advisories())
                                            .orElse("they were not checked"));
                });
    }

    /** What may follow the signed part: "none", "zero" (platforms pad with it) or "any". */
    private static <C> Criterion<C> trailing(Function<C, Quote> quote) {
        return new Criterion<>(
                "trailing_bytes",
                TrustClaim.CONFIGURATION,
                value ->
                        switch (value.asText("trailing_bytes")) {
                            case "none" ->
                                    (claims, references) ->
                                            Finding.of(
                                                    quote.apply(claims).trailing().isEmpty(),
                                                    "there are some");
                            case "zero" ->
                                    (claims, references) ->
                                            Finding.of(
                                                    quote.apply(claims).trailingZero(),
                                                    "there are some that are not zero");
                            case "any" -> (claims, references) -> Finding.open();
                            default ->
                                    throw new MalformedException(
                                            "trailing_bytes is none, zero or any");
                        });
    }
}
