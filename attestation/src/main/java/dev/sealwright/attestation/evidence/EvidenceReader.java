package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.aci.AciJson;
import dev.sealwright.attestation.maa.MaaToken;
import dev.sealwright.attestation.nitro.NitroDocument;
import dev.sealwright.attestation.sgx.SgxQuote;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.vtpm.AzureVtpmEvidence;
import dev.sealwright.attestation.vtpm.AzureVtpmJson;
import dev.sealwright.attestation.vtpm.HclReport;
import dev.sealwright.attestation.vtpm.SignedQuote;
import dev.sealwright.attestation.vtpm.TpmEvidence;
import dev.sealwright.attestation.vtpm.TpmJson;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;

/** Reads a file of evidence: finds out its format, or takes the one given. */
public final class EvidenceReader {
    /** Largest file of evidence. */
    public static final int MAX_SIZE = 1024 * 1024;

    private EvidenceReader() {}

    /** The format, by the bytes alone, of binary evidence or its hexadecimal or base64 text. */
    public static Format detect(Bytes file) {
        return Detection.of(binary(file));
    }

    public static Evidence read(Bytes file, Collateral collateral) {
        return read(file, detect(file), collateral);
    }

    /** A plain TPM quote takes its signature, key and certificates from the collateral. */
    public static Evidence read(Bytes file, Format format, Collateral collateral) {
        Bytes binary = binary(file);
        return switch (format) {
            case NITRO -> new Evidence.Nitro(NitroDocument.parse(binary));
            case SNP -> new Evidence.Snp(SnpReport.parse(Detection.snpReport(binary)));
            case TDX -> new Evidence.Tdx(TdxQuote.parse(binary));
            case SGX -> new Evidence.Sgx(SgxQuote.parse(binary));
            case MAA -> new Evidence.Maa(MaaToken.parse(TextForm.ascii(binary)));
            case TPM -> new Evidence.Tpm(tpm(binary, collateral));
            case AZURE_VTPM -> new Evidence.AzureVtpm(azure(binary));
            case ACI -> new Evidence.Aci(AciJson.parse(binary));
        };
    }

    private static AzureVtpmEvidence azure(Bytes binary) {
        if (binary.get(0) == '{') {
            return AzureVtpmJson.parse(binary);
        }
        return AzureVtpmEvidence.of(
                HclReport.parse(binary), Optional.empty(), List.of(), Optional.empty());
    }

    private static TpmEvidence tpm(Bytes binary, Collateral collateral) {
        if (binary.get(0) == '{') {
            return TpmJson.parse(binary);
        }
        if (collateral.signatures().size() != 1 || collateral.attestationKeys().size() != 1) {
            throw new MalformedException(
                    "a bare TPM quote needs its signature and its public key beside it");
        }
        return new TpmEvidence(
                SignedQuote.of(binary, collateral.signatures().getFirst(), Optional.empty()),
                collateral.attestationKeys().getFirst(),
                collateral.certificates());
    }

    /** Text may stand for nothing at all, too. */
    private static Bytes binary(Bytes file) {
        return bounded(TextForm.binary(bounded(file)));
    }

    private static Bytes bounded(Bytes file) {
        if (file.isEmpty() || file.size() > MAX_SIZE) {
            throw new MalformedException("a file that is empty or of more than 1 MiB");
        }
        return file;
    }

    /** By magic numbers, headers and names. */
    private static final class Detection {
        private static final int MESSAGE_HEADER = 32;

        static Format of(Bytes binary) {
            if (binary.get(0) == '{') {
                return json(Json.read(binary, MAX_SIZE));
            }
            if (starts(binary, HclReport.MAGIC)) {
                return Format.AZURE_VTPM;
            }
            if (starts(binary, Bytes.fromHex("ff544347"))) {
                return Format.TPM;
            }
            if (TextForm.compactJws(binary)) {
                return Format.MAA;
            }
            return numbers(binary);
        }

        private static Format json(JsonValue value) {
            if (AciJson.looksLike(value)) {
                return Format.ACI;
            }
            if (TpmJson.looksLike(value)) {
                return Format.TPM;
            }
            if (AzureVtpmJson.looksLike(value)) {
                return Format.AZURE_VTPM;
            }
            throw new MalformedException("JSON that is no known evidence");
        }

        private static Format numbers(Bytes binary) {
            int first = binary.get(0) & 0xff;
            if (first == 0x84 || first == 0xd2 || first == 0x9f) {
                return Format.NITRO;
            }
            if (binary.size() >= SnpReport.SIZE
                    && starts(snpReport(binary).slice(1, 4), Bytes.zeros(3))) {
                return Format.SNP;
            }
            if (starts(binary, Bytes.fromHex("03000200"))) {
                return Format.SGX;
            }
            if (starts(binary, Bytes.fromHex("04000200"))
                    || starts(binary, Bytes.fromHex("05000200"))) {
                return Format.TDX;
            }
            throw new MalformedException("no known evidence");
        }

        /**
         * The report in the answer of the guest device (MSG_REPORT_RSP), or the bytes themselves.
         */
        static Bytes snpReport(Bytes binary) {
            boolean message =
                    binary.size() > SnpReport.SIZE
                            && starts(binary, Bytes.fromHex("00000000a0040000"));
            return message
                    ? binary.slice(
                            MESSAGE_HEADER,
                            Math.min(binary.size(), MESSAGE_HEADER + SnpReport.SIZE))
                    : binary;
        }

        private static boolean starts(Bytes binary, Bytes prefix) {
            return binary.startsWith(prefix);
        }
    }
}
