package dev.sealwright.controlplane.health;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Logback's JSON lines with what looks like an API key, or like the secret half of an install URL,
 * cut out, should any code ever log one by mistake. The human format does the same in its pattern.
 */
public final class RedactedJson extends JsonEncoder {
    private static final Pattern API_KEY = Pattern.compile("sw_[A-Za-z0-9_-]{8,}");

    /** Logback escapes the solidus, which JSON only allows (RFC 8259 section 7). */
    private static final Pattern INSTALL_URL =
            Pattern.compile("(/install\\\\?/[A-Za-z0-9_-]{22})#[A-Za-z0-9_-]+");

    @Override
    public byte[] encode(ILoggingEvent event) {
        return redacted(new String(super.encode(event), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    static String redacted(String line) {
        String without = API_KEY.matcher(line).replaceAll("sw_(cut)");
        return INSTALL_URL.matcher(without).replaceAll("$1#(cut)");
    }
}
