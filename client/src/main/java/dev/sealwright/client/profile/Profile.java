package dev.sealwright.client.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.anchors.RootPin;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code login} keeps: address, root pin, organisation and API key, in one private file. */
public record Profile(
        ServiceAddress address, RootPin root, Optional<String> organisation, ApiKey key) {
    private static final int MAX_BYTES = 16 * 1024;

    public static Optional<Profile> read(Path file) {
        return PrivateFile.readIfPresent(file, MAX_BYTES).map(Fields::parse).map(Profile::of);
    }

    public void write(Path file) {
        PrivateFile.makeFolder(PrivateFile.parentOf(file));
        ObjectNode json =
                Json.object()
                        .put("address", address.toString())
                        .put("root_fingerprint", root.hex())
                        .put("api_key", key.reveal());
        organisation.ifPresent(org -> json.put("org", org));
        PrivateFile.write(file, Json.document(json));
    }

    private static Profile of(Fields json) {
        return new Profile(
                ServiceAddress.parse(json.text("address")),
                RootPin.parse(json.text("root_fingerprint")),
                json.optionalText("org"),
                ApiKey.parse(json.text("api_key")));
    }
}
