package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One person's part of the recovery key, as the text of a file. The last line is a checksum over
 * the lines before, against slips of the pen. Holds a secret: {@link #toString} shows none of it.
 */
final class RecoveryShare {
    private static final String TITLE = "sealwright recovery share v1";
    private static final int CHECKSUM = 8;

    private final Bytes fingerprint;
    private final int threshold;
    private final int index;
    private final byte[] secret;

    /**
     * @param fingerprint SHA-256 of the raw recovery public key
     * @param threshold shares that are needed
     * @param index from 1
     */
    RecoveryShare(Bytes fingerprint, int threshold, int index, byte[] secret) {
        this.fingerprint = fingerprint.requireSize(Sha256.SIZE, "a key fingerprint");
        this.threshold = threshold;
        this.index = index;
        this.secret = secret.clone();
    }

    Bytes fingerprint() {
        return fingerprint;
    }

    int threshold() {
        return threshold;
    }

    int index() {
        return index;
    }

    byte[] secret() {
        return secret.clone();
    }

    void wipe() {
        Arrays.fill(secret, (byte) 0);
    }

    byte[] encode() {
        String lines =
                String.join(
                        "\n",
                        TITLE,
                        "recovery key (SHA-256): " + fingerprint.hex(),
                        "shares needed: " + threshold,
                        "number of this share: " + index,
                        "share: " + HexFormat.of().formatHex(secret),
                        "");
        return (lines + "checksum: " + checksum(lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static RecoveryShare parse(Bytes file) {
        String text = new String(file.toArray(), StandardCharsets.US_ASCII);
        String[] lines = text.split("\n", -1);
        if (lines.length != 7 || !lines[0].equals(TITLE) || !lines[6].isEmpty()) {
            throw new MalformedException("not a recovery share");
        }
        RecoveryShare share =
                new RecoveryShare(
                        Bytes.fromHex(value(lines[1], "recovery key (SHA-256): ")),
                        number(value(lines[2], "shares needed: ")),
                        number(value(lines[3], "number of this share: ")),
                        secret(value(lines[4], "share: ")));
        if (!Arrays.equals(share.encode(), file.toArray())) {
            throw new MalformedException("a recovery share whose checksum does not fit");
        }
        return share;
    }

    private static String value(String line, String label) {
        if (!line.startsWith(label)) {
            throw new MalformedException("not a recovery share");
        }
        return line.substring(label.length());
    }

    private static int number(String digits) {
        try {
            int number = Integer.parseInt(digits);
            if (number >= 1 && number <= RecoveryKey.MAX_SHARES) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MalformedException("a recovery share with an impossible number", e);
        }
        throw new MalformedException("a recovery share with an impossible number");
    }

    private static byte[] secret(String hex) {
        Bytes secret = Bytes.fromHex(hex).requireSize(RecoveryKey.SIZE, "a recovery share");
        return secret.toArray();
    }

    private static String checksum(String lines) {
        return Sha256.of(Bytes.utf8(lines)).hex().substring(0, CHECKSUM);
    }

    @Override
    public String toString() {
        return "recovery share " + index + " of key " + fingerprint;
    }
}
