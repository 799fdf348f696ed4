package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.cbor.MapFields;
import java.util.Optional;

/** The bodies about organisations' own keys as maps with text keys. */
final class OrgKeyBodyCodec {
    private OrgKeyBodyCodec() {}

    static void put(BodyCodec out, OrgKeyBody body) {
        out.put("version", body.version());
        switch (body) {
            case OrgKeyBody.Version b -> out.put("key", b.key());
            case OrgKeyBody.Switch b -> out.put("state", KeyBodyCodec.state(b.enabled()));
            case OrgKeyBody.Destruction b -> out.put("due", b.due().getEpochSecond());
            case OrgKeyBody.Restoration _, OrgKeyBody.Destroyed _ -> {}
        }
    }

    /** Empty when the type is none of these. */
    static Optional<LeafBody> read(String type, MapFields f) {
        return switch (type) {
            case "org-key-version" ->
                    Optional.of(new OrgKeyBody.Version(f.uint("version"), BodyCodec.id(f, "key")));
            case "org-key-switch" ->
                    Optional.of(
                            new OrgKeyBody.Switch(
                                    f.uint("version"), KeyBodyCodec.isEnabled(f.text("state"))));
            case "org-key-destruction" ->
                    Optional.of(new OrgKeyBody.Destruction(f.uint("version"), f.time("due")));
            case "org-key-restoration" ->
                    Optional.of(new OrgKeyBody.Restoration(f.uint("version")));
            case "org-key-destroyed" -> Optional.of(new OrgKeyBody.Destroyed(f.uint("version")));
            default -> Optional.empty();
        };
    }
}
