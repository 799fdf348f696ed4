package dev.sealwright.keyservice.backend;

/** Which kind of object a token holds for a key. */
public enum KeyClass {
    PRIVATE,
    PUBLIC,
    SECRET
}
