package dev.sealwright.attestation.freshness;

import dev.sealwright.attestation.aci.AciClaims;
import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.nitro.NitroClaims;
import dev.sealwright.attestation.sgx.SgxClaims;
import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.vtpm.AzureVtpmClaims;
import dev.sealwright.attestation.vtpm.TpmClaims;
import dev.sealwright.attestation.vtpm.TpmQuote;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import java.util.Optional;

/**
 * What fresh evidence must carry to vouch for one end of one TLS connection: the hash of that end's
 * certificate key, of the connection's exporter value, and of a nonce used once. Evidence made for
 * another connection carries another exporter value, so it cannot be relayed; which is why it is
 * exchanged after the handshake and not inside it. Both ends compute it with this class.
 */
public record EvidenceBinding(Bytes hash) {
    private static final int REPORT_DATA = 64;

    public EvidenceBinding {
        hash.requireSize(32, "an evidence binding");
    }

    /**
     * The binding of one end of a connection.
     *
     * @param key DER SubjectPublicKeyInfo of the certificate the attesting end showed
     * @param exporter from {@link ChannelExporter}
     * @param nonce what the verifying end drew for this exchange
     */
    public static EvidenceBinding of(Bytes key, Bytes exporter, Nonce nonce) {
        return new EvidenceBinding(
                Digests.sha256(
                        Framed.domain("sealwright/evidence-binding/v1")
                                .add(key)
                                .add(exporter)
                                .add(nonce.value())
                                .bytes()));
    }

    /** The hash and 32 zero bytes: what SNP, TDX and SGX are asked to report. */
    public Bytes reportData() {
        return Bytes.concat(hash, Bytes.zeros(REPORT_DATA - hash.size()));
    }

    /**
     * Whether the evidence carries this binding: in the report data; in the user data of a Nitro
     * document; in the qualifying data of a TPM's quote. Attestation tokens have no place for it.
     */
    public boolean isCarriedBy(Authentic<? extends Claims> evidence) {
        return carried(evidence.claims()).filter(hash::equalsConstantTime).isPresent();
    }

    private static Optional<Bytes> carried(Claims claims) {
        return switch (claims) {
            case SnpClaims c -> reported(c.report().reportData());
            case TdxClaims c -> reported(c.quote().report().reportData());
            case SgxClaims c -> reported(c.quote().report().reportData());
            case AciClaims c -> reported(c.snp().report().reportData());
            case NitroClaims c -> c.document().userData();
            case AzureVtpmClaims c -> c.quote().map(TpmQuote::extraData);
            case TpmClaims c -> Optional.of(c.evidence().quote().quote().extraData());
            default -> Optional.empty();
        };
    }

    private static Optional<Bytes> reported(Bytes reportData) {
        boolean padded = reportData.slice(32, REPORT_DATA).equals(Bytes.zeros(32));
        return padded ? Optional.of(reportData.slice(0, 32)) : Optional.empty();
    }
}
