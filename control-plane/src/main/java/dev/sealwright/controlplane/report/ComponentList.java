package dev.sealwright.controlplane.report;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The CycloneDX document that the build put among the classes.
 *
 * @param document as it lies there
 * @param version of the service
 * @param components what it is made of
 */
record ComponentList(Bytes document, String version, List<Component> components) {
    private static final String RESOURCE = "/META-INF/sbom/sealwright.cdx.json";
    private static final int MAX_SIZE = 16 * 1024 * 1024;
    private static final int MAX_COMPONENTS = 4096;

    ComponentList {
        components = List.copyOf(components);
    }

    /**
     * One of them.
     *
     * @param sha256 of its file; our own modules, listed before they are packed, have none
     */
    record Component(String name, String version, Optional<Bytes> sha256) {
        private static final int MAX_HASHES = 16;

        private static Component read(JsonValue value) {
            JsonValue.Obj component = value.asObject("a component");
            return new Component(
                    text(component, "name"),
                    text(component, "version"),
                    component
                            .get("hashes")
                            .flatMap(hashes -> sha256(hashes.asArray("hashes", MAX_HASHES))));
        }

        private static Optional<Bytes> sha256(List<JsonValue> hashes) {
            return hashes.stream()
                    .map(hash -> hash.asObject("a hash"))
                    .filter(hash -> text(hash, "alg").equals("SHA-256"))
                    .map(hash -> Bytes.fromHex(text(hash, "content")))
                    .findFirst();
        }

        /** What its file is called in a Maven layout. */
        String fileName() {
            return name + "-" + version + ".jar";
        }
    }

    /** Empty if the build left it out. */
    static Optional<ComponentList> find() {
        try (InputStream in = ComponentList.class.getResourceAsStream(RESOURCE)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(read(Bytes.of(in.readNBytes(MAX_SIZE))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ComponentList read(Bytes document) {
        JsonValue.Obj root = Json.read(document, MAX_SIZE).asObject("a component list");
        JsonValue.Obj described = object(object(root, "metadata"), "component");
        return new ComponentList(
                document,
                text(described, "version"),
                root
                        .get("components")
                        .map(items -> items.asArray("components", MAX_COMPONENTS))
                        .orElse(List.of())
                        .stream()
                        .map(Component::read)
                        .toList());
    }

    Bytes digest() {
        return Sha256.of(document);
    }

    private static JsonValue.Obj object(JsonValue.Obj parent, String name) {
        return parent.get(name).orElse(new JsonValue.Null()).asObject(name);
    }

    private static String text(JsonValue.Obj parent, String name) {
        return parent.get(name).orElse(new JsonValue.Null()).asText(name);
    }
}
