package dev.sealwright.keyservice.ceremony;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** The PINs of a fresh token, made here and kept in files that only their owner can read. */
record Pins(Path securityOfficer, Path user) {
    private static final int PIN_BYTES = 24;

    static Pins make(Path folder, SecureRandom random) {
        Pins pins = new Pins(folder.resolve("so.pin"), folder.resolve("user.pin"));
        CeremonyFiles.requireAbsent(pins.securityOfficer);
        CeremonyFiles.requireAbsent(pins.user);
        write(pins.securityOfficer, random);
        write(pins.user, random);
        return pins;
    }

    /** 32 characters of base64url and a newline. */
    private static void write(Path file, SecureRandom random) {
        byte[] raw = new byte[PIN_BYTES];
        random.nextBytes(raw);
        byte[] text = Base64.getUrlEncoder().encode(raw);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = StandardCharsets.US_ASCII.encode("\n").get();
        try {
            CeremonyFiles.writePrivate(file, line);
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }
}
