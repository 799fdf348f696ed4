package dev.sealwright.keyservice.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which blob was made of which since the service started. In memory: whoever comes with another
 * pair has the blob sealed anew once more. Safe for concurrent use.
 */
public final class MadeReseals {
    private static final int MAX = 65_536;

    private final Map<Bytes, Bytes> made =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Bytes> eldest) {
                    return size() > MAX;
                }
            };

    synchronized void add(Bytes org, SecretBody.Reseal reseal) {
        Bytes name = name(org, reseal);
        made.put(name, name);
    }

    /** Whether the one blob was made of the other here. */
    public synchronized boolean contains(Bytes org, SecretBody.Reseal reseal) {
        return made.containsKey(name(org, reseal));
    }

    private static Bytes name(Bytes org, SecretBody.Reseal reseal) {
        return Sha256.of(
                Framed.domain("sealwright/made-reseal/v1")
                        .add(org)
                        .add(reseal.secret())
                        .addUint64(reseal.version())
                        .add(reseal.blob())
                        .add(reseal.next())
                        .bytes());
    }
}
