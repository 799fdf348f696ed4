package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The TDX modules Intel has released for a platform: who signed them, and their levels. */
record TdxModules(Optional<Identity> unversioned, Map<Integer, Identity> versions) {
    private static final int MAX_MODULES = 32;

    TdxModules {
        versions = Map.copyOf(versions);
    }

    record Identity(Bytes mrSigner, Masked attributes, SvnLevels levels) {}

    static TdxModules read(JsonFields info) {
        Optional<Identity> unversioned =
                info.optional("tdxModule")
                        .map(
                                v ->
                                        identity(
                                                JsonFields.of(v, "tdxModule"),
                                                new SvnLevels(List.of())));
        Map<Integer, Identity> versions = new HashMap<>();
        info.optional("tdxModuleIdentities").stream()
                .flatMap(v -> v.asArray("tdxModuleIdentities", MAX_MODULES).stream())
                .forEach(v -> version(v, versions));
        return new TdxModules(unversioned, versions);
    }

    private static void version(JsonValue value, Map<Integer, Identity> versions) {
        JsonFields fields = JsonFields.of(value, "a module identity");
        int version =
                Bytes.fromHex(fields.text("id").replace("TDX_", ""))
                                .requireSize(1, "a module id")
                                .get(0)
                        & 0xff;
        versions.put(version, identity(fields, SvnLevels.read(fields)));
    }

    private static Identity identity(JsonFields fields, SvnLevels levels) {
        return new Identity(
                fields.hex("mrsigner", 48), Masked.read(fields, "attributes", 8), levels);
    }

    /** Empty where the module has no version of its own and is signed as Intel's are. */
    Optional<TcbVerdict.Level> judge(List<Integer> teeTcbSvn, Bytes signer, Bytes attributes) {
        int version = teeTcbSvn.get(1);
        Optional<Identity> identity =
                version == 0 ? unversioned : Optional.ofNullable(versions.get(version));
        boolean intels =
                identity.isPresent()
                        && identity.get().mrSigner.equals(signer)
                        && identity.get().attributes.matches(attributes);
        if (!intels) {
            return Optional.of(TcbVerdict.Level.UNMATCHED);
        }
        return version == 0
                ? Optional.empty()
                : Optional.of(identity.get().levels.at(teeTcbSvn.get(0)));
    }
}
