package dev.sealwright.attestation.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.AttestShow;
import dev.sealwright.attestation.AttestVerify;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.kms.RecipientEnvelope;
import dev.sealwright.attestation.maa.ReleasePolicy;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded mutants of good documents: no parser ends in anything but a value or a MalformedException,
 * and nothing mutated is acceptable to the production verifier.
 */
class FuzzTest {
    private static final int MUTANTS = 1000;
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");

    static Stream<Arguments> seeds() {
        Intel intel = new Intel();
        Stream<Arguments> own =
                Stream.of(
                        Arguments.of(Format.SNP, Amd.chip("Turin").report(Map.of())),
                        Arguments.of(Format.NITRO, new Nitro().document()),
                        Arguments.of(Format.TDX, intel.tdxQuote(4)),
                        Arguments.of(Format.TDX, intel.tdxQuote(5)),
                        Arguments.of(Format.SGX, intel.sgxQuote()));
        if (!Vectors.present()) {
            return own;
        }
        return Stream.concat(
                own,
                Stream.of(
                        Arguments.of(
                                Format.AZURE_VTPM,
                                Vectors.read("vtpm/trustee-az-snp/evidence-v1.json")),
                        Arguments.of(
                                Format.AZURE_VTPM,
                                Vectors.read("vtpm/trustee-az-snp/hcl-report.bin")),
                        Arguments.of(
                                Format.TPM, Vectors.read("vtpm/trustee-tpm/tpm_evidence.json")),
                        Arguments.of(
                                Format.MAA, Vectors.read("maa/azure-samples/sev-snp-jwt.txt"))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutantsAreReadOrMalformed(Format format, Bytes seed) {
        mutants(
                seed,
                mutant -> {
                    EvidenceReader.read(mutant, format, Collateral.NONE);
                    AttestShow.text(mutant, Optional.of(format), Collateral.NONE);
                });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void detectionTakesAnything(Format format, Bytes seed) {
        assertThat(EvidenceReader.detect(seed)).isEqualTo(format);
        mutants(seed, EvidenceReader::detect);
        mutants(seed, CollateralReader::read);
        mutants(seed, RecipientEnvelope::parse);
        mutants(seed, ReleasePolicy::parse);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noMutantIsAuthentic(Format format, Bytes seed) {
        var verifier =
                new EvidenceVerifier(Fast.SIGNATURES, Collateral.NONE, Map.of(), Optional.empty());
        var verify = new AttestVerify(verifier, Optional.empty(), ReferenceValues.NONE);
        Random random = new Random(seed.size());
        for (int i = 0; i < MUTANTS / 10; i++) {
            var verdict = verify.verdict(mutant(seed, random), Optional.of(format), NOW);
            assertThat(verdict.exitStatus()).isEqualTo(2);
        }
    }

    private static void mutants(Bytes seed, Consumer<Bytes> parser) {
        Random random = new Random(seed.size());
        for (int i = 0; i < MUTANTS; i++) {
            Bytes mutant = mutant(seed, random);
            try {
                parser.accept(mutant);
            } catch (MalformedException refused) {
                assertThat(refused.getMessage()).hasSizeLessThanOrEqualTo(200);
            }
        }
    }

    /** One to four changes: a byte, a cut, a repeated part, an interesting number. */
    private static Bytes mutant(Bytes seed, Random random) {
        Bytes out = seed;
        for (int left = 1 + random.nextInt(4); left > 0 && !out.isEmpty(); left--) {
            int at = random.nextInt(out.size());
            Bytes before = out.slice(0, at);
            Bytes after = out.slice(at, out.size());
            out =
                    switch (random.nextInt(5)) {
                        case 0 -> before;
                        case 1 ->
                                Bytes.concat(
                                        before, after, after.slice(0, Math.min(16, after.size())));
                        case 2 -> overwritten(before, after, Bytes.fromHex("ffffffff"));
                        case 3 -> overwritten(before, after, Bytes.fromHex("7fffffff"));
                        default ->
                                overwritten(
                                        before,
                                        after,
                                        Bytes.of(new byte[] {(byte) random.nextInt()}));
                    };
        }
        return out;
    }

    private static Bytes overwritten(Bytes before, Bytes after, Bytes with) {
        int size = Math.min(with.size(), after.size());
        return Bytes.concat(before, with.slice(0, size), after.slice(size, after.size()));
    }
}
