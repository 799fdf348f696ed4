package dev.sealwright.controlplane.witness;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A witness that this log shows its checkpoints to.
 *
 * @param name for people, up to 64 letters, digits, dots, dashes
 * @param key of type cosignature/v1
 * @param url what {@code /add-checkpoint} is appended to
 */
record ConfiguredWitness(String name, NoteKey key, URI url) {
    /** A note has room for 32 signatures, of which the log's own voters take some. */
    static final int MAX = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SPACE = Pattern.compile("[ \\t]+");
    private static final int PARTS = 4;

    /** How the log's storage names it. */
    String id() {
        return key.name() + "+" + key.id().hex();
    }

    URI addCheckpoint() {
        String base = url.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + "/add-checkpoint");
    }

    /** Those of the file that the settings name. */
    static List<ConfiguredWitness> of(WitnessSettings settings) {
        String file = settings.file();
        if (file == null || file.isEmpty()) {
            return List.of();
        }
        try {
            return parse(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("SEALWRIGHT_WITNESSES: cannot read " + file, e);
        }
    }

    /**
     * Reads a list: lines {@code witness NAME VKEY URL}, empty lines, and comments from {@code #}.
     *
     * @throws MalformedException with the number of the line
     */
    static List<ConfiguredWitness> parse(String text) {
        List<ConfiguredWitness> witnesses = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            ConfiguredWitness witness = parse(content, number);
            if (!names.add(witness.name()) || !ids.add(witness.id())) {
                throw wrong(number, "names a witness or key for the second time");
            }
            witnesses.add(witness);
        }
        if (witnesses.size() > MAX) {
            throw new MalformedException("more than " + MAX + " witnesses");
        }
        return List.copyOf(witnesses);
    }

    private static ConfiguredWitness parse(String content, int number) {
        String[] parts = SPACE.split(content, PARTS + 1);
        if (parts.length != PARTS || !parts[0].equals("witness")) {
            throw wrong(number, "is not: witness NAME VKEY URL");
        }
        if (!NAME.matcher(parts[1]).matches()) {
            throw wrong(number, "has a name of other than letters, digits, dots, dashes");
        }
        return new ConfiguredWitness(parts[1], key(parts[2], number), url(parts[3], number));
    }

    private static NoteKey key(String text, int number) {
        NoteKey key;
        try {
            key = NoteKey.parseVkey(text);
        } catch (MalformedException e) {
            throw wrong(number, "has no verifier key: " + e.getMessage());
        }
        if (key.algorithm() != NoteAlgorithm.COSIGNATURE_V1) {
            throw wrong(number, "has a key that makes no cosignatures (type 0x04)");
        }
        return key;
    }

    private static URI url(String text, int number) {
        try {
            URI url = URI.create(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(number, "has no URL: " + e.getMessage());
        }
        throw wrong(number, "has a URL that is not http(s) with a host and a path at most");
    }

    private static MalformedException wrong(int number, String what) {
        return new MalformedException("line " + number + " of the list of witnesses " + what);
    }
}
