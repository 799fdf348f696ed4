package dev.sealwright.client.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import java.util.Optional;

/**
 * What an enrolled host knows besides its key: where the service is, which root it pinned, and the
 * public evidence of how it came to its certificate. Nothing in it is secret.
 *
 * @param enrolment the service's answer, leaves and receipts included
 * @param renewal the newest one
 */
public record HostConfig(
        ServiceAddress address,
        RootPin root,
        CertificateAnswer enrolment,
        Optional<Renewal> renewal) {

    public static HostConfig parse(byte[] text) {
        Fields json = Fields.parse(text);
        return new HostConfig(
                ServiceAddress.parse(json.text("address")),
                RootPin.parse(json.text("root_fingerprint")),
                CertificateAnswer.fromJson(Json.map(json.object("enrolment").node())),
                json.optionalObject("renewal").map(Renewal::read));
    }

    public HostConfig renewed(Renewal newest) {
        return new HostConfig(address, root, enrolment, Optional.of(newest));
    }

    public byte[] text() {
        ObjectNode json =
                Json.object()
                        .put("address", address.toString())
                        .put("root_fingerprint", root.hex());
        json.set("enrolment", Json.tree(enrolment.toJson()));
        renewal.ifPresent(newest -> json.set("renewal", newest.json()));
        return Json.document(json);
    }
}
