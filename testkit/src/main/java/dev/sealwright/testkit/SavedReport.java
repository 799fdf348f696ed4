package dev.sealwright.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A compliance report that a service on SoftHSM2 made for the nonce {@code 00ff10} about its whole
 * self, with one org, one sandbox spec and one host; and the root it is verified under.
 */
public final class SavedReport {
    private SavedReport() {}

    public static byte[] file() {
        return resource("report.cbor");
    }

    /** 64 hexadecimal digits. */
    public static String rootFingerprint() {
        return new String(resource("report.root"), StandardCharsets.US_ASCII).strip();
    }

    private static byte[] resource(String name) {
        try (InputStream in = SavedReport.class.getResourceAsStream("/saved/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
