package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** The C structures of PKCS#11 v3.1 section 3, as an LP64 compiler lays them out. */
final class Structures {
    static final StructLayout INITIALIZE_ARGS =
            structLayout(
                    sequenceLayout(4, ADDRESS).withName("mutexFunctions"),
                    JAVA_LONG.withName("flags"),
                    ADDRESS.withName("reserved"));

    static final StructLayout INFO =
            structLayout(
                    version("cryptokiVersion"),
                    text("manufacturer", 32),
                    paddingLayout(6),
                    JAVA_LONG.withName("flags"),
                    text("description", 32),
                    version("libraryVersion"),
                    paddingLayout(6));

    static final StructLayout TOKEN_INFO =
            structLayout(
                    text("label", 32),
                    text("manufacturer", 32),
                    text("model", 16),
                    text("serial", 16),
                    JAVA_LONG.withName("flags"),
                    sequenceLayout(10, JAVA_LONG).withName("limits"),
                    version("hardwareVersion"),
                    version("firmwareVersion"),
                    text("time", 16),
                    paddingLayout(4));

    static final StructLayout MECHANISM_INFO =
            structLayout(
                    JAVA_LONG.withName("minimum"),
                    JAVA_LONG.withName("maximum"),
                    JAVA_LONG.withName("flags"));

    static final StructLayout ATTRIBUTE =
            structLayout(
                    JAVA_LONG.withName("type"),
                    ADDRESS.withName("value"),
                    JAVA_LONG.withName("length"));

    static final StructLayout MECHANISM =
            structLayout(
                    JAVA_LONG.withName("mechanism"),
                    ADDRESS.withName("parameter"),
                    JAVA_LONG.withName("length"));

    static final StructLayout GCM_PARAMS =
            structLayout(
                    ADDRESS.withName("iv"),
                    JAVA_LONG.withName("ivLength"),
                    JAVA_LONG.withName("ivBits"),
                    ADDRESS.withName("aad"),
                    JAVA_LONG.withName("aadLength"),
                    JAVA_LONG.withName("tagBits"));

    static final StructLayout PSS_PARAMS =
            structLayout(
                    JAVA_LONG.withName("hash"),
                    JAVA_LONG.withName("mgf"),
                    JAVA_LONG.withName("saltLength"));

    private Structures() {}

    static long offset(StructLayout layout, String member) {
        return layout.byteOffset(groupElement(member));
    }

    private static MemoryLayout text(String name, int length) {
        return sequenceLayout(length, JAVA_BYTE).withName(name);
    }

    private static MemoryLayout version(String name) {
        return sequenceLayout(2, JAVA_BYTE).withName(name);
    }
}
