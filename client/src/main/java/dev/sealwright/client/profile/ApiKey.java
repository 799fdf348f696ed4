package dev.sealwright.client.profile;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Credential;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * An API key: {@code sw_} and 32 random bytes in base64url. Secret; shows nothing of itself in
 * {@link #toString}.
 */
public final class ApiKey implements Credential {
    private static final String PREFIX = "sw_";
    private static final int SIZE = 32;
    private static final int MAX_FILE = 256;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    public static ApiKey generate(SecureRandom random) {
        byte[] secret = new byte[SIZE];
        random.nextBytes(secret);
        return new ApiKey(PREFIX + Bytes.of(secret).base64Url());
    }

    /** Reads the text form; blanks and a line end around it are allowed. */
    public static ApiKey parse(String text) {
        String key = text.strip();
        if (!key.startsWith(PREFIX) || !isSecret(key.substring(PREFIX.length()))) {
            throw new MalformedException("not an API key: sw_ and 43 characters base64url");
        }
        return new ApiKey(key);
    }

    /** Reads the text form from a file that only its owner can read. */
    public static ApiKey read(Path file) {
        return parse(new String(PrivateFile.read(file, MAX_FILE), StandardCharsets.US_ASCII));
    }

    /** What the service is given when the key is made: SHA-256 of the text form. */
    public Bytes digest() {
        return Sha256.of(Bytes.utf8(text));
    }

    /** The secret itself: for a private file or the Authorization header. */
    public String reveal() {
        return text;
    }

    @Override
    public Optional<String> bearer() {
        return Optional.of(text);
    }

    @Override
    public String toString() {
        return "ApiKey[sw_…]";
    }

    private static boolean isSecret(String base64Url) {
        try {
            return Bytes.fromBase64Url(base64Url).size() == SIZE;
        } catch (MalformedException _) {
            return false;
        }
    }
}
