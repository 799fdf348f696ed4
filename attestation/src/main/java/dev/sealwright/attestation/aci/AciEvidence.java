package dev.sealwright.attestation.aci;

import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;

/**
 * Evidence of an Azure confidential container group: the processor's report, the endorsement of the
 * utility VM it measured, and the container policy (CCE) that VM enforces.
 */
public record AciEvidence(SnpEvidence snp, UvmEndorsement endorsement, Bytes containerPolicy) {
    public JsonValue.Obj facts() {
        return new Facts()
                .put("uvm", endorsement.facts())
                .put("container_policy_bytes", containerPolicy.size())
                .put("snp", snp.report().facts())
                .end();
    }
}
