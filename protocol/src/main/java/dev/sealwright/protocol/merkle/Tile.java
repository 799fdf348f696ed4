package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a tile (c2sp.org/tlog-tiles): up to 256 consecutive hashes of one level, or the
 * entries below a tile of level 0. Its path is {@code tile/<level>/<index>[.p/<width>]}, or {@code
 * tile/entries/…}.
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param index of the tile in its level
 * @param width hashes in it: 256 if full, else 1 to 255
 */
public record Tile(int level, long index, int width) {
    /** The level of entry bundles. */
    public static final int ENTRIES = -1;

    public static final int HEIGHT = 8;
    public static final int FULL = 1 << HEIGHT;

    private static final int MAX_LEVEL = 63;
    private static final int MAX_PATH = 64;
    private static final Pattern PATH =
            Pattern.compile(
                    "tile/(entries|0|[1-9]\\d?)/((?:x\\d{3}/)*\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || index > Frontier.MAX_SIZE) {
            throw new MalformedException("no such tile");
        }
        if (width < 1 || width > FULL) {
            throw new MalformedException("no such tile width");
        }
    }

    /**
     * The tile of a level at an index as a tree of {@code size} leaves has it: full, or as wide as
     * the tree reaches.
     */
    public static Tile inTree(int level, long index, long size) {
        long hashes =
                Math.max(level, 0) * HEIGHT >= Long.SIZE
                        ? 0
                        : size >>> (Math.max(level, 0) * HEIGHT);
        return new Tile(level, index, (int) Math.min(FULL, hashes - index * FULL));
    }

    public boolean full() {
        return width == FULL;
    }

    public String path() {
        String name = level == ENTRIES ? "entries" : Integer.toString(level);
        return "tile/" + name + "/" + indexPath() + (full() ? "" : ".p/" + width);
    }

    /**
     * Where a bundle is served of which some entries went: as a bundle, with nothing in their place
     * and their hashes in the tile of level 0. Others have none at {@link #path} then.
     */
    public String keptPath() {
        if (level != ENTRIES) {
            throw new IllegalStateException("hashes never go");
        }
        return "kept/" + indexPath() + (full() ? "" : ".p/" + width);
    }

    /** The tile of level 0 with the hashes of a bundle's entries. */
    public Tile hashTile() {
        if (level != ENTRIES) {
            throw new IllegalStateException("no bundle");
        }
        return new Tile(0, index, width);
    }

    private String indexPath() {
        StringBuilder out = new StringBuilder(threeDigits(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            out.insert(0, "x" + threeDigits(rest % 1000) + "/");
        }
        return out.toString();
    }

    private static String threeDigits(long below1000) {
        return Long.toString(1000 + below1000).substring(1);
    }

    /** Reads exactly what {@link #path} writes. */
    public static Tile parse(String path) {
        Matcher matcher = PATH.matcher(path.length() > MAX_PATH ? "" : path);
        if (!matcher.matches()) {
            throw new MalformedException("not a tile path");
        }
        int level =
                matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        String digits = matcher.group(2).replace("x", "").replace("/", "");
        if (digits.length() > 18) {
            throw new MalformedException("no such tile");
        }
        int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
        Tile tile = new Tile(level, Long.parseLong(digits), width);
        if (!tile.path().equals(path)) {
            throw new MalformedException("not the canonical path of a tile");
        }
        return tile;
    }

    /** The hashes in a hash tile's bytes. */
    public List<Bytes> hashes(Bytes content) {
        if (level == ENTRIES || content.size() != width * TreeHash.SIZE) {
            throw new MalformedException("a tile of the wrong size");
        }
        List<Bytes> hashes = new ArrayList<>(width);
        for (int at = 0; at < content.size(); at += TreeHash.SIZE) {
            hashes.add(content.slice(at, at + TreeHash.SIZE));
        }
        return hashes;
    }
}
