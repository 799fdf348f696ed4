package dev.sealwright.protocol.bootstrap;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code https://<authority>/install/<id>#<base64url(seed ‖ SHA-256 of the root's SPKI)>}, under
 * 160 characters. What stands after the '#' never reaches a server. {@link #reveal} is the only way
 * to the text; {@link #toString} keeps the secret.
 *
 * @param authority {@code host} or {@code host:port}, at most {@value #MAX_AUTHORITY} characters
 */
public record BootstrapUrl(String authority, BootstrapSeed seed, RootPin pin) {
    public static final int MAX_AUTHORITY = 33;
    public static final int MAX_LENGTH = 159;

    private static final String SCHEME = "https://";
    private static final String PATH = "/install/";
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::([1-9]\\d{0,4}))?");
    private static final Pattern URL =
            Pattern.compile("https://([^/#?@]+)/install/([A-Za-z0-9_-]{22})#([A-Za-z0-9_-]{86})");
    private static final int MAX_PORT = 65_535;

    public BootstrapUrl {
        requireAuthority(authority);
    }

    private static void requireAuthority(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (authority.length() > MAX_AUTHORITY
                || !matcher.matches()
                || (matcher.group(1) != null && Integer.parseInt(matcher.group(1)) > MAX_PORT)) {
            throw new MalformedException("not the host and port of a bootstrap URL");
        }
    }

    public BootstrapId id() {
        return seed.id();
    }

    /** What stands before the '#', which is no secret. */
    public static String prefix(String authority, BootstrapId id) {
        requireAuthority(authority);
        return SCHEME + authority + PATH + id.text();
    }

    public String prefix() {
        return prefix(authority, id());
    }

    /** The whole URL, secret included: for the eyes of the one who installs. */
    public String reveal() {
        byte[] secret = Arrays.copyOf(seed.reveal(), BootstrapSeed.SIZE + Sha256.SIZE);
        System.arraycopy(pin.sha256().toArray(), 0, secret, BootstrapSeed.SIZE, Sha256.SIZE);
        String fragment = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Arrays.fill(secret, (byte) 0);
        return prefix() + "#" + fragment;
    }

    /** Reads exactly what {@link #reveal} gives; its id must be that of its seed. */
    public static BootstrapUrl parse(String text) {
        Matcher matcher = URL.matcher(text.length() > MAX_LENGTH ? "" : text);
        if (!matcher.matches()) {
            throw new MalformedException("not a bootstrap URL");
        }
        byte[] secret = decode(matcher.group(3));
        byte[] seed = Arrays.copyOf(secret, BootstrapSeed.SIZE);
        Bytes pin = Bytes.of(Arrays.copyOfRange(secret, BootstrapSeed.SIZE, secret.length));
        try {
            var url = new BootstrapUrl(matcher.group(1), BootstrapSeed.of(seed), new RootPin(pin));
            if (!url.id().equals(BootstrapId.parse(matcher.group(2)))) {
                throw new MalformedException("a bootstrap URL whose secret belongs to another id");
            }
            return url;
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] decode(String fragment) {
        byte[] secret = Base64.getUrlDecoder().decode(fragment);
        // 86 characters carry 516 bits; the last four must be zero.
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(secret).equals(fragment)) {
            throw new MalformedException("not a bootstrap URL");
        }
        return secret;
    }

    @Override
    public String toString() {
        return prefix() + "#(secret)";
    }
}
