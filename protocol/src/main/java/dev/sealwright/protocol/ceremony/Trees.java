package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.SortedMap;

/** One digest for a folder. */
public final class Trees {
    private static final String DOMAIN = "sealwright/folder/v1";

    private Trees() {}

    /**
     * SHA-256 over each file's path and digest, in the order of the paths.
     *
     * @param files digest of each file by its path from the folder, with slashes
     */
    public static Bytes digest(SortedMap<String, Bytes> files) {
        Framed all = Framed.domain(DOMAIN);
        files.forEach((path, digest) -> all.add(path).add(digest));
        return Sha256.of(all.bytes());
    }
}
