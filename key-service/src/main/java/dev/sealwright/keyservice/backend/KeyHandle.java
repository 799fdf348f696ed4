package dev.sealwright.keyservice.backend;

import dev.sealwright.protocol.Bytes;

/**
 * Names a key on the open token. It stays good across lost sessions, restarts of the module and of
 * this process: the backend looks the object up again when it must.
 */
public record KeyHandle(KeyLabel label, KeyAlgorithm algorithm, Bytes id) {}
