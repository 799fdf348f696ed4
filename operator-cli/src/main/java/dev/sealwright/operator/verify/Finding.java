package dev.sealwright.operator.verify;

/** Something in the log that should not be there. */
public record Finding(long index, String text) {}
