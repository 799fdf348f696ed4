package dev.sealwright.attestation.aci;

import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * One JSON object of what a container finds in its security context folder, under the names of the
 * files there, and the report in base64: {@code report}, {@code reference-info-base64}, {@code
 * security-policy-base64}, {@code host-amd-cert-base64}.
 */
public final class AciJson {
    private static final int MAX_SIZE = 512 * 1024;

    private AciJson() {}

    public static boolean looksLike(JsonValue value) {
        return value instanceof JsonValue.Obj object
                && object.get("reference-info-base64").isPresent();
    }

    public static AciEvidence parse(Bytes text) {
        JsonFields fields = JsonFields.of(Json.read(text, MAX_SIZE), "ACI evidence");
        SnpReport report = SnpReport.parse(Bytes.fromBase64(fields.text("report")));
        UvmEndorsement endorsement =
                UvmEndorsement.parse(Bytes.fromBase64(fields.text("reference-info-base64")));
        Bytes policy = Bytes.fromBase64(fields.text("security-policy-base64"));
        List<X509Certificate> certificates =
                hostCertificates(Bytes.fromBase64(fields.text("host-amd-cert-base64")));
        fields.end();
        return new AciEvidence(new SnpEvidence(report, certificates), endorsement, policy);
    }

    /** What the host's certificate service answers: PEM of the VCEK, and of its issuers. */
    public static List<X509Certificate> hostCertificates(Bytes json) {
        JsonFields fields = JsonFields.of(Json.read(json, MAX_SIZE), "host certificates");
        List<X509Certificate> out = new ArrayList<>();
        out.addAll(Certificates.pem(Bytes.utf8(fields.text("vcekCert"))));
        out.addAll(Certificates.pem(Bytes.utf8(fields.text("certificateChain"))));
        return out;
    }
}
