package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** CK_MECHANISM and CK_GCM_PARAMS in native memory, made once and set for each call. */
public final class MechanismStructure {
    private static final int GCM_TAG_BITS = 128;
    private static final long PARAMETER = Structures.offset(Structures.MECHANISM, "parameter");
    private static final long AAD_LENGTH = Structures.offset(Structures.GCM_PARAMS, "aadLength");

    private MechanismStructure() {}

    /** A mechanism without parameters. */
    public static MemorySegment plain(Arena arena, MechanismType type) {
        MemorySegment mechanism = arena.allocate(Structures.MECHANISM);
        mechanism.set(
                JAVA_LONG, Structures.offset(Structures.MECHANISM, "mechanism"), type.value());
        return mechanism;
    }

    /**
     * CKM_AES_GCM with this nonce and additional data, whose lengths {@link #setAadLength} and the
     * nonce say.
     */
    public static MemorySegment gcm(Arena arena, MemorySegment iv, MemorySegment aad) {
        MemorySegment params = arena.allocate(Structures.GCM_PARAMS);
        params.set(ADDRESS, Structures.offset(Structures.GCM_PARAMS, "iv"), iv);
        params.set(JAVA_LONG, Structures.offset(Structures.GCM_PARAMS, "ivLength"), iv.byteSize());
        params.set(
                JAVA_LONG,
                Structures.offset(Structures.GCM_PARAMS, "ivBits"),
                iv.byteSize() * Byte.SIZE);
        params.set(ADDRESS, Structures.offset(Structures.GCM_PARAMS, "aad"), aad);
        params.set(JAVA_LONG, Structures.offset(Structures.GCM_PARAMS, "tagBits"), GCM_TAG_BITS);
        MemorySegment mechanism = plain(arena, MechanismType.AES_GCM);
        mechanism.set(ADDRESS, PARAMETER, params);
        mechanism.set(
                JAVA_LONG, Structures.offset(Structures.MECHANISM, "length"), params.byteSize());
        return mechanism;
    }

    /** Says how much of the additional data's buffer counts. */
    @SuppressWarnings("restricted") // The pointer is the one that gcm stored.
    public static void setAadLength(MemorySegment gcmMechanism, long length) {
        gcmMechanism
                .get(ADDRESS, PARAMETER)
                .reinterpret(Structures.GCM_PARAMS.byteSize())
                .set(JAVA_LONG, AAD_LENGTH, length);
    }
}
