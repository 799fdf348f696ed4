package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The client keys at the end of a snapshot that has any. */
final class ClientKeyCodec {
    private static final int LEAST = 3 * Integer.BYTES + Long.BYTES + Sha256.SIZE + 3;

    private ClientKeyCodec() {}

    static void write(DataOutputStream out, List<ClientKey> keys) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        out.writeInt(keys.size());
        for (ClientKey key : keys) {
            VoterEventCodec.writeBlock(out, key.org().toArray());
            VoterEventCodec.writeBlock(out, key.key().toArray());
            VoterEventCodec.writeBlock(
                    out, key.algorithm().jose().getBytes(StandardCharsets.UTF_8));
            out.writeLong(key.latest());
            out.write(key.spki().toArray());
            out.write(key.enabled() ? 1 : 0);
            out.write(key.due().isPresent() ? 1 : 0);
            if (key.due().isPresent()) {
                out.writeLong(key.due().get().getEpochSecond());
            }
            out.write(key.destroyed() ? 1 : 0);
        }
    }

    static List<ClientKey> read(ByteBuffer in) {
        List<ClientKey> keys = new ArrayList<>();
        int count = VoterEventCodec.readCount(in, LEAST);
        if (count == 0) {
            throw new MalformedException("an empty list of client keys");
        }
        for (int left = count; left > 0; left--) {
            keys.add(readKey(in));
        }
        return keys;
    }

    private static ClientKey readKey(ByteBuffer in) {
        Bytes org = Bytes.of(VoterEventCodec.readBlock(in));
        Bytes key = Bytes.of(VoterEventCodec.readBlock(in));
        SigningAlgorithm algorithm = SigningAlgorithm.of(VoterEventCodec.readText(in));
        long latest = VoterEventCodec.need(in, Long.BYTES).getLong();
        Bytes spki = VoterEventCodec.readHash(in);
        boolean enabled = VoterEventCodec.readFlag(in);
        Optional<Instant> due =
                VoterEventCodec.readFlag(in)
                        ? Optional.of(Seconds.of(VoterEventCodec.need(in, Long.BYTES).getLong()))
                        : Optional.empty();
        return new ClientKey(
                org, key, algorithm, latest, spki, enabled, due, VoterEventCodec.readFlag(in));
    }
}
