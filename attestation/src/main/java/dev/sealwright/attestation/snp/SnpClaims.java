package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;
import java.util.Optional;

/** What a report says, its TCB fields read in the layout of the certified product. */
public record SnpClaims(
        SnpReport report,
        SnpProduct product,
        SnpTcb reportedTcb,
        SnpTcb committedTcb,
        SnpTcb launchTcb,
        Optional<String> providerId)
        implements Claims {
    @Override
    public Format format() {
        return Format.SNP;
    }

    @Override
    public JsonValue.Obj facts() {
        Facts facts =
                new Facts()
                        .put("product", product.label())
                        .put("assurance", product.assured() ? "normal" : "low");
        providerId.ifPresent(id -> facts.put("provider", id));
        report.facts().members().forEach(facts::put);
        return facts.put("reported_tcb", reportedTcb.toString())
                .put("committed_tcb", committedTcb.toString())
                .put("launch_tcb", launchTcb.toString())
                .end();
    }
}
