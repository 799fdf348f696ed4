package dev.sealwright.attestation.fuzz;

import dev.sealwright.attestation.AttestShow;
import dev.sealwright.attestation.AttestVerify;
import dev.sealwright.attestation.appraisal.CoRim;
import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.hsmkey.LiquidSecurityEvidence;
import dev.sealwright.attestation.kms.RecipientEnvelope;
import dev.sealwright.attestation.maa.ReleasePolicy;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.wire.Der;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A reader, and good documents to start from. */
enum FuzzTarget {
    NITRO(FuzzSeeds::nitro, evidence(Format.NITRO)),
    SNP(FuzzSeeds::snp, evidence(Format.SNP)),
    TDX(FuzzSeeds::tdx, evidence(Format.TDX)),
    SGX(FuzzSeeds::sgx, evidence(Format.SGX)),
    MAA(FuzzSeeds::maa, evidence(Format.MAA)),
    TPM(FuzzSeeds::tpm, evidence(Format.TPM)),
    AZURE_VTPM(FuzzSeeds::azureVtpm, evidence(Format.AZURE_VTPM)),
    ACI(FuzzSeeds::aci, evidence(Format.ACI)),
    DETECTION(FuzzSeeds::everyEvidence, EvidenceReader::detect),
    COLLATERAL(FuzzSeeds::collateral, CollateralReader::read),
    KMS(FuzzSeeds::kms, RecipientEnvelope::parse),
    RELEASE_POLICY(FuzzSeeds::releasePolicy, ReleasePolicy::parse),
    POLICY(FuzzSeeds::policy, Policy::parse),
    REFERENCE_VALUES(FuzzSeeds::referenceValues, ReferenceValues::parse),
    CORIM(FuzzSeeds::corim, CoRim::read),
    CMW(FuzzSeeds::cmw, WrappedEvidence::open),
    JSON(FuzzSeeds::json, input -> Json.read(input, EvidenceReader.MAX_SIZE)),
    DER(FuzzSeeds::der, FuzzTarget::wholeDer),
    LIQUID_SECURITY(
            FuzzSeeds::liquidSecurity,
            input ->
                    LiquidSecurityEvidence.parse(
                            List.of(input), Optional.empty(), FuzzSeeds.authority())),
    CLOUD_HSM(
            FuzzSeeds::cloudHsm,
            input ->
                    LiquidSecurityEvidence.parse(
                            List.of(), Optional.of(input), FuzzSeeds.authority()));

    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");

    /** Signatures cost a thousand times what reading does, so one input in so many is verified. */
    private static final int VERIFIED = 64;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Supplier<List<Bytes>> seeds;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Consumer<Bytes> reader;

    FuzzTarget(Supplier<List<Bytes>> seeds, Consumer<Bytes> reader) {
        this.seeds = seeds;
        this.reader = reader;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<Bytes> seeds() {
        return seeds.get();
    }

    /** Reads the input to a value or a MalformedException with a short text; else it throws. */
    void read(Bytes input) {
        try {
            reader.accept(input);
        } catch (MalformedException refused) {
            if (String.valueOf(refused.getMessage()).length() > 200) {
                throw new AssertionError("a reason of more than 200 characters", refused);
            }
        }
    }

    /** Whether the reader takes the input for a good one. */
    boolean takes(Bytes input) {
        try {
            reader.accept(input);
            return true;
        } catch (MalformedException refused) {
            return false;
        }
    }

    /** Read, shown, and now and then verified: nothing that is fuzzed can be authentic. */
    private static Consumer<Bytes> evidence(Format format) {
        return input -> {
            EvidenceReader.read(input, format, Collateral.NONE);
            String shown = AttestShow.text(input, Optional.of(format), Collateral.NONE);
            if (shown.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
                throw new AssertionError("a control character is shown");
            }
            if (Math.floorMod(input.hashCode(), VERIFIED) == 0) {
                refused(input, format);
            }
        };
    }

    private static void refused(Bytes input, Format format) {
        var verifier =
                new EvidenceVerifier(Fast.SIGNATURES, Collateral.NONE, Map.of(), Optional.empty());
        var verify = new AttestVerify(verifier, Optional.empty(), ReferenceValues.NONE);
        if (verify.verdict(input, Optional.of(format), NOW).exitStatus() != 2) {
            throw new AssertionError("fuzzed evidence is authentic");
        }
    }

    private static void wholeDer(Bytes input) {
        walk(Der.read(input), 0);
    }

    private static void walk(Der element, int depth) {
        if (depth < 16 && element.tag() == Der.SEQUENCE) {
            element.items().forEach(item -> walk(item, depth + 1));
        }
    }
}
