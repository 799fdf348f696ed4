package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The orgs' keys at the end of a snapshot that has any. */
final class OrgKeyCodec {
    private static final int LEAST_KEY = 2 * Integer.BYTES + 1;
    private static final int LEAST_VERSION = 3;

    private OrgKeyCodec() {}

    static void write(DataOutputStream out, List<OrgKey> keys) throws IOException {
        out.writeInt(keys.size());
        for (OrgKey key : keys) {
            VoterEventCodec.writeBlock(out, key.org().toArray());
            out.writeInt(key.versions().size());
            for (OrgKey.Version version : key.versions()) {
                out.write(version.enabled() ? 1 : 0);
                out.write(version.due().isPresent() ? 1 : 0);
                if (version.due().isPresent()) {
                    out.writeLong(version.due().get().getEpochSecond());
                }
                out.write(version.destroyed() ? 1 : 0);
            }
        }
    }

    static List<OrgKey> read(ByteBuffer in) {
        int count = VoterEventCodec.readCount(in, LEAST_KEY);
        if (count == 0) {
            throw new MalformedException("an empty list of org keys");
        }
        List<OrgKey> keys = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            Bytes org = Bytes.of(VoterEventCodec.readBlock(in));
            List<OrgKey.Version> versions = new ArrayList<>();
            for (int more = VoterEventCodec.readCount(in, LEAST_VERSION); more > 0; more--) {
                versions.add(readVersion(in));
            }
            if (versions.isEmpty()) {
                throw new MalformedException("an org's key without a version");
            }
            keys.add(new OrgKey(org, versions));
        }
        return keys;
    }

    private static OrgKey.Version readVersion(ByteBuffer in) {
        boolean enabled = VoterEventCodec.readFlag(in);
        Optional<Instant> due =
                VoterEventCodec.readFlag(in)
                        ? Optional.of(Seconds.of(VoterEventCodec.need(in, Long.BYTES).getLong()))
                        : Optional.empty();
        return new OrgKey.Version(enabled, due, VoterEventCodec.readFlag(in));
    }
}
