package dev.sealwright.keyservice.pkcs11.binding;

import java.lang.foreign.MemorySegment;

/** CK_INFO: what the module says of itself. */
public record ModuleInfo(
        String cryptokiVersion, String manufacturer, String description, String libraryVersion) {
    static ModuleInfo of(MemorySegment info) {
        return new ModuleInfo(
                NativeText.version(info, Structures.INFO, "cryptokiVersion"),
                NativeText.read(info, Structures.INFO, "manufacturer", 32),
                NativeText.read(info, Structures.INFO, "description", 32),
                NativeText.version(info, Structures.INFO, "libraryVersion"));
    }
}
