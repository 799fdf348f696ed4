package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/** Someone who may sign for changes of trust, by his own key. */
public record Operator(String name, OperatorKey key) {
    private static final int MAX_NAME = 64;

    public Operator {
        if (name.isBlank()
                || name.length() > MAX_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedException("not the name of an operator");
        }
    }

    /**
     * One with a plain key.
     *
     * @param raw Ed25519 public key
     */
    public Operator(String name, Bytes raw) {
        this(name, new OperatorKey.Plain(raw));
    }
}
