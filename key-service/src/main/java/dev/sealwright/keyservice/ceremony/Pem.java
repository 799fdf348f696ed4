package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A file of one PEM block (RFC 7468); arrays, since it may be a secret. */
final class Pem {
    private Pem() {}

    /** The block in one line, which the caller wipes if it is secret. */
    static byte[] write(byte[] der, String label) {
        byte[] head = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = Base64.getEncoder().encode(der);
        byte[] foot = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] pem = Arrays.copyOf(head, head.length + body.length + foot.length);
        System.arraycopy(body, 0, pem, head.length, body.length);
        System.arraycopy(foot, 0, pem, head.length + body.length, foot.length);
        Arrays.fill(body, (byte) 0);
        return pem;
    }

    static byte[] read(byte[] pem, String label) {
        String text = new String(pem, StandardCharsets.US_ASCII).strip();
        String head = "-----BEGIN " + label + "-----";
        String foot = "-----END " + label + "-----";
        if (text.length() < head.length() + foot.length()
                || !text.startsWith(head)
                || !text.endsWith(foot)) {
            throw new MalformedException("not a PEM file with a " + label);
        }
        try {
            return Base64.getDecoder()
                    .decode(
                            text.substring(head.length(), text.length() - foot.length())
                                    .replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a PEM file with a " + label, e);
        }
    }
}
