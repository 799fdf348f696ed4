package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the voter stands: origin, tree size, RFC 9162 root (of the empty tree at size 0) and its
 * signed note of exactly this size. Without a note, repeat the append that led here to get it.
 */
public record Head(String origin, long size, Bytes root, Optional<String> note) {
    public Head {
        Objects.requireNonNull(origin);
        Objects.requireNonNull(root);
        Objects.requireNonNull(note);
        if (size < 0) {
            throw new IllegalArgumentException("a tree size is not negative");
        }
    }
}
