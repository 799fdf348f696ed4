package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.util.Optional;

/** The bodies about client keys as maps with text keys. */
final class KeyBodyCodec {
    private static final String ENABLED = "enabled";
    private static final String DISABLED = "disabled";

    private KeyBodyCodec() {}

    static void put(BodyCodec out, KeyBody body) {
        out.put("key", body.key());
        switch (body) {
            case KeyBody.Version b ->
                    out.put("version", b.version())
                            .put("algorithm", b.algorithm().jose())
                            .put("spki", b.spki());
            case KeyBody.Switch b -> out.put("state", state(b.enabled()));
            case KeyBody.Destruction b -> out.put("due", b.due().getEpochSecond());
            case KeyBody.Sign b ->
                    out.put("version", b.version())
                            .put("algorithm", b.algorithm().jose())
                            .put("message", b.message())
                            .put("caller", b.caller());
            case KeyBody.Restoration _, KeyBody.Destroyed _ -> {}
        }
    }

    /** Empty when the type is none of these. */
    static Optional<LeafBody> read(String type, MapFields f) {
        return switch (type) {
            case "key-version" ->
                    Optional.of(
                            new KeyBody.Version(
                                    BodyCodec.id(f, "key"),
                                    f.uint("version"),
                                    SigningAlgorithm.of(f.text("algorithm")),
                                    f.bytes("spki")));
            case "key-switch" ->
                    Optional.of(
                            new KeyBody.Switch(BodyCodec.id(f, "key"), isEnabled(f.text("state"))));
            case "key-destruction" ->
                    Optional.of(new KeyBody.Destruction(BodyCodec.id(f, "key"), f.time("due")));
            case "key-restoration" -> Optional.of(new KeyBody.Restoration(BodyCodec.id(f, "key")));
            case "key-destroyed" -> Optional.of(new KeyBody.Destroyed(BodyCodec.id(f, "key")));
            case "sign" ->
                    Optional.of(
                            new KeyBody.Sign(
                                    BodyCodec.id(f, "key"),
                                    f.uint("version"),
                                    SigningAlgorithm.of(f.text("algorithm")),
                                    f.bytes("message", Fields.DIGEST),
                                    f.bytes("caller", Fields.DIGEST)));
            default -> Optional.empty();
        };
    }

    static String state(boolean enabled) {
        return enabled ? ENABLED : DISABLED;
    }

    static boolean isEnabled(String text) {
        return switch (text) {
            case ENABLED -> true;
            case DISABLED -> false;
            default -> throw new MalformedException("a key in an unknown state");
        };
    }
}
