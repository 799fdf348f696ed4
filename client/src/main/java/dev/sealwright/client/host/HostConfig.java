package dev.sealwright.client.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.RootPin;
import java.util.Optional;

/**
 * What an enrolled host knows besides its key: where the service is, which root it pinned, who it
 * is, and the public evidence of how it came to be.
 *
 * @param sandbox 16 bytes
 * @param org tag of 16 bytes
 * @param spec row id of the sandbox spec, 16 bytes
 * @param renewal the leaf of the newest renewal
 */
public record HostConfig(
        ServiceAddress address,
        RootPin root,
        Bytes sandbox,
        Bytes org,
        Bytes spec,
        LoggedLeaf bootstrap,
        LoggedLeaf enrolment,
        Optional<LoggedLeaf> renewal) {

    public static HostConfig parse(byte[] text) {
        Fields json = Fields.parse(text);
        return new HostConfig(
                ServiceAddress.parse(json.text("address")),
                RootPin.parse(json.text("root_fingerprint")),
                json.binary("sandbox").requireSize(16, "sandbox"),
                json.binary("org").requireSize(16, "org"),
                json.binary("spec").requireSize(16, "spec"),
                LoggedLeaf.read(json.object("bootstrap")),
                LoggedLeaf.read(json.object("enrolment")),
                json.optionalObject("renewal").map(LoggedLeaf::read));
    }

    public HostConfig renewed(LoggedLeaf leaf) {
        return new HostConfig(
                address, root, sandbox, org, spec, bootstrap, enrolment, Optional.of(leaf));
    }

    /** The leaf that the current certificate follows from, or is about to. */
    public LoggedLeaf newest() {
        return renewal.orElse(enrolment);
    }

    public byte[] text() {
        ObjectNode json =
                Json.object()
                        .put("address", address.toString())
                        .put("root_fingerprint", root.hex())
                        .put("sandbox", sandbox.base64Url())
                        .put("org", org.base64Url())
                        .put("spec", spec.base64Url());
        json.set("bootstrap", bootstrap.json());
        json.set("enrolment", enrolment.json());
        renewal.ifPresent(leaf -> json.set("renewal", leaf.json()));
        return Json.document(json);
    }
}
