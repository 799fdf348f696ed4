package dev.sealwright.client.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import java.security.cert.X509Certificate;

/** The evidence of a renewal: the service's answer and the certificate that it followed. */
public record Renewal(CertificateAnswer answer, X509Certificate previous) {
    static Renewal read(Fields json) {
        return new Renewal(
                CertificateAnswer.fromJson(Json.map(json.object("answer").node())),
                Certificates.parsePem(json.text("previous")));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("previous", Certificates.pem(previous));
        json.set("answer", Json.tree(answer.toJson()));
        return json;
    }
}
