package dev.sealwright.attestation.x509;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * PEM blocks (RFC 7468, lax about white space between and inside blocks, as vendors write them).
 */
public final class Pem {
    private static final int MAX_TEXT = 512 * 1024;

    private Pem() {}

    /** The DER of every block with the label, in order; blocks of other labels are passed over. */
    public static List<Bytes> blocks(Bytes ascii, String label, int max) {
        if (ascii.size() > MAX_TEXT) {
            throw new MalformedException("PEM of more than " + MAX_TEXT + " bytes");
        }
        String text = new String(ascii.toArray(), StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        List<Bytes> out = new ArrayList<>();
        for (int at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at)) {
            int start = at + begin.length();
            int stop = text.indexOf(end, start);
            if (stop < 0 || out.size() == max) {
                throw new MalformedException("PEM without an end, or with too many blocks");
            }
            out.add(base64(text.substring(start, stop)));
            at = stop + end.length();
        }
        return out;
    }

    private static Bytes base64(String body) {
        byte[] digits = new byte[body.length()];
        int size = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                digits[size++] = (byte) c;
            }
        }
        try {
            return Bytes.of(Base64.getDecoder().decode(Arrays.copyOf(digits, size)));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("PEM that is not base64", e);
        }
    }
}
