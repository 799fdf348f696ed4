package dev.sealwright.attestation.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that name an instant: signed evidence that must be authentic then, with the facts noted. */
@EnabledIf(
        value = "dev.sealwright.attestation.vectors.Vectors#present",
        disabledReason = "the vectors are not at hand; name their folder in SEALWRIGHT_VECTORS")
class SignedEvidenceVerdictsTest {
    private static final String INTEL_SIGNERS = "tdx/automata/signing.der";
    private static final String INTEL_ROOT = "tdx/automata/root.der";

    static Stream<Verdict> rows() {
        return VerdictTable.rows().filter(row -> row.instant().isPresent());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAuthenticAtItsInstantWithTheFactsNoted(Verdict row) {
        isAsNoted(row, SignatureCheck.onJdk());
    }

    /** All the vendors' algorithms and parameters, RSASSA-PSS certificates among them. */
    @ParameterizedTest
    @MethodSource("rows")
    void theFastProviderComesToTheSameVerdict(Verdict row) {
        isAsNoted(row, Fast.SIGNATURES);
    }

    private static void isAsNoted(Verdict row, SignatureCheck signatures) {
        Collateral collateral = collateral(row);
        Evidence evidence = EvidenceReader.read(evidence(row), collateral);
        var verifier = new EvidenceVerifier(signatures, collateral, Map.of(), Optional.empty());
        Verification<? extends Claims> outcome =
                verifier.verify(evidence, row.instant().orElseThrow());
        assertThat(outcome).as("%s", outcome).isInstanceOf(Authentic.class);
        assertThat(row.authentic()).isEqualTo("yes");
        JsonValue.Obj facts = ((Authentic<? extends Claims>) outcome).claims().facts();
        assertThat(debug(facts)).as("debug").isEqualTo(row.facts().contains("debug"));
        row.facts().forEach(fact -> assertFact(fact, facts));
        assertTcb(row, facts);
    }

    private static void assertFact(String fact, JsonValue.Obj facts) {
        String[] pair = fact.split("=", 2);
        switch (pair[0]) {
            case "debug" -> {}
            case "vmpl1" -> assertThat(facts.get("vmpl")).contains(JsonValue.of(1));
            case "trailing" ->
                    assertThat(facts.get("trailing_bytes"))
                            .contains(JsonValue.of(Long.parseLong(pair[1])));
            case "fmspc" -> assertThat(facts.get("fmspc")).contains(JsonValue.of(pair[1]));
            case "SEV-Milan", "SEV-VLEK-Milan" -> product(facts, "Milan");
            case "SEV-Genoa" -> product(facts, "Genoa");
            default -> throw new AssertionError("no handler for the fact " + fact);
        }
    }

    /** Where the note has the vendor's verdict and the collateral for it is here. */
    private static void assertTcb(Verdict row, JsonValue.Obj facts) {
        Optional<JsonValue> status = facts.get("tcb_status");
        switch (row.path()) {
            case "tdx/dcap-qvl/tdx_quote", "tdx/go-tdx-guest/quote_v5_sample.dat" ->
                    assertThat(status).contains(JsonValue.of("UpToDate"));
            case "sgx/dcap-qvl/sgx_quote" -> {
                assertThat(status).contains(JsonValue.of("ConfigurationAndSWHardeningNeeded"));
                assertThat(facts.get("advisories"))
                        .contains(JsonValue.texts(List.of("INTEL-SA-00289", "INTEL-SA-00615")));
            }
            // Its list's signer of 2023, and the list for the other row, are not in the collection.
            case "tdx/go-tdx-guest/tdx_prod_quote_SPR_E4.dat", "tdx/trustee/tdx_quote_6.dat" ->
                    assertThat(status).isEmpty();
            default -> assertThat(row.note()).doesNotContain("UpToDate", "OutOfDate");
        }
    }

    private static void product(JsonValue.Obj facts, String product) {
        JsonValue.Obj snp = facts.get("snp").map(v -> v.asObject("snp")).orElse(facts);
        assertThat(snp.get("product")).contains(JsonValue.of(product));
    }

    private static boolean debug(JsonValue.Obj facts) {
        return facts.get("debug").filter(JsonValue.of(true)::equals).isPresent();
    }

    /** One file wraps its report: two bytes, a two-byte length, the report. */
    private static Bytes evidence(Verdict row) {
        Bytes file = Vectors.read(row.path());
        return row.path().equals("snp/dstack/sev_snp_attestation.bin")
                ? file.slice(4, 4 + 1184)
                : file;
    }

    private static Collateral collateral(Verdict row) {
        Collateral given =
                row.with().isEmpty() || row.with().startsWith("tinfoil/")
                        ? Collateral.NONE
                        : Vectors.collateral(row.withPath());
        return switch (row.format()) {
            case "snp" ->
                    given.and(
                            Vectors.collateral(
                                    "snp/roots/milan_ask_ark_asvk.pem",
                                    "snp/roots/genoa_ask_ark_asvk.pem",
                                    "snp/roots/turin_ask_ark_asvk.pem"));
            case "tdx", "sgx" ->
                    row.path().contains("SPR_E4")
                            ? given
                            : given.and(Vectors.collateral(INTEL_SIGNERS, INTEL_ROOT));
            default -> given;
        };
    }
}
