package dev.sealwright.protocol.history;

/**
 * A leaf that contradicts those before it.
 *
 * @param index of the leaf
 * @param text what is wrong, in one sentence
 */
public record Finding(long index, Rule rule, String text) {}
