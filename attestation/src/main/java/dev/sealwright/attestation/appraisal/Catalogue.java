package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.aci.AciClaims;
import dev.sealwright.attestation.maa.MaaClaims;
import dev.sealwright.attestation.nitro.NitroClaims;
import dev.sealwright.attestation.sgx.SgxClaims;
import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.vtpm.AzureVtpmClaims;
import dev.sealwright.attestation.vtpm.TpmClaims;
import dev.sealwright.attestation.wire.JsonValue;

/** Which criteria a policy of each format has. */
final class Catalogue {
    private Catalogue() {}

    static Policy.Demands<?> of(Format format, JsonValue criteria) {
        return switch (format) {
            case NITRO -> Policy.Demands.read(NitroClaims.class, VendorCriteria.nitro(), criteria);
            case SNP -> Policy.Demands.read(SnpClaims.class, VendorCriteria.snp(), criteria);
            case TDX -> Policy.Demands.read(TdxClaims.class, IntelCriteria.tdx(), criteria);
            case SGX -> Policy.Demands.read(SgxClaims.class, IntelCriteria.sgx(), criteria);
            case MAA -> Policy.Demands.read(MaaClaims.class, AzureCriteria.maa(), criteria);
            case TPM -> Policy.Demands.read(TpmClaims.class, AzureCriteria.tpm(), criteria);
            case AZURE_VTPM ->
                    Policy.Demands.read(AzureVtpmClaims.class, AzureCriteria.vtpm(), criteria);
            case ACI -> Policy.Demands.read(AciClaims.class, AzureCriteria.aci(), criteria);
        };
    }
}
