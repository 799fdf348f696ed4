package dev.sealwright.keyservice.ca;

import dev.sealwright.protocol.Bytes;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses written as such; nothing is ever looked up. */
final class IpAddress {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private IpAddress() {}

    /** The address's 4 or 16 bytes, or empty for a name. */
    static Optional<Bytes> parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bytes.of(InetAddress.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
