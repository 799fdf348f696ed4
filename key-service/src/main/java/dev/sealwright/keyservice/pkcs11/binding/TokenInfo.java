package dev.sealwright.keyservice.pkcs11.binding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** CK_TOKEN_INFO without its counters. */
public record TokenInfo(
        String label,
        String manufacturer,
        String model,
        String serial,
        String firmware,
        long flags) {
    private static final long TOKEN_INITIALIZED = 0x400;
    private static final long USER_PIN_LOCKED = 0x40000;

    static TokenInfo of(MemorySegment info) {
        return new TokenInfo(
                NativeText.read(info, Structures.TOKEN_INFO, "label", 32),
                NativeText.read(info, Structures.TOKEN_INFO, "manufacturer", 32),
                NativeText.read(info, Structures.TOKEN_INFO, "model", 16),
                NativeText.read(info, Structures.TOKEN_INFO, "serial", 16),
                NativeText.version(info, Structures.TOKEN_INFO, "firmwareVersion"),
                info.get(ValueLayout.JAVA_LONG, Structures.offset(Structures.TOKEN_INFO, "flags")));
    }

    public boolean isInitialised() {
        return (flags & TOKEN_INITIALIZED) != 0;
    }

    public boolean isUserPinLocked() {
        return (flags & USER_PIN_LOCKED) != 0;
    }
}
