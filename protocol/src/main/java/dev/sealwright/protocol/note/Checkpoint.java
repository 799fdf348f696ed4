package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The head of a log (c2sp.org/tlog-checkpoint); its text is the text of a note.
 *
 * @param size number of leaves
 * @param root RFC 9162 root, 32 bytes
 * @param extensions opaque non-empty lines; ours has none
 */
public record Checkpoint(String origin, long size, Bytes root, List<String> extensions) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9]\\d{0,18}");
    private static final int MAX_LINES = 16;

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
            throw new MalformedException("not a checkpoint");
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.indexOf('\n') >= 0)) {
            throw new MalformedException("a checkpoint with an empty extension line");
        }
        root.requireSize(TreeHash.SIZE, "the root of a checkpoint");
    }

    public Checkpoint(String origin, long size, Bytes root) {
        this(origin, size, root, List.of());
    }

    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    /** Reads exactly what {@link #text} writes. */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw new MalformedException("not a checkpoint");
        }
        String[] lines = text.substring(0, text.length() - 1).split("\n", MAX_LINES);
        if (lines.length < 3 || !SIZE.matcher(lines[1]).matches()) {
            throw new MalformedException("not a checkpoint");
        }
        return new Checkpoint(
                lines[0],
                parseSize(lines[1]),
                Bytes.fromBase64(lines[2]),
                Arrays.asList(lines).subList(3, lines.length));
    }

    private static long parseSize(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new MalformedException("a tree size beyond 63 bits", e);
        }
    }
}
