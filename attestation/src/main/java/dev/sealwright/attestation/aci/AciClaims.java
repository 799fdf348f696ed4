package dev.sealwright.attestation.aci;

import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;

/**
 * What a confidential container group's evidence says.
 *
 * @param policyHash SHA-256 of the container policy, equal to the report's host data
 */
public record AciClaims(SnpClaims snp, String uvmFeed, long uvmSvn, Bytes policyHash)
        implements Claims {
    @Override
    public Format format() {
        return Format.ACI;
    }

    @Override
    public JsonValue.Obj facts() {
        return new Facts()
                .put("uvm_feed", uvmFeed)
                .put("uvm_svn", uvmSvn)
                .put("container_policy_hash", policyHash)
                .put("snp", snp.facts())
                .end();
    }
}
