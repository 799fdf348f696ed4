package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;

/**
 * Someone who may sign for changes of trust.
 *
 * @param key raw Ed25519 public key
 */
public record Operator(String name, Bytes key) {
    private static final int MAX_NAME = 64;

    public Operator {
        if (name.isBlank()
                || name.length() > MAX_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedException("not the name of an operator");
        }
        key.requireSize(Ed25519.KEY_SIZE, "the key of an operator");
    }
}
