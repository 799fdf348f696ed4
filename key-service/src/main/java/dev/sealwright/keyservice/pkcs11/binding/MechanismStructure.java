package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** CK_MECHANISM and its parameters in native memory, made once and set for each call. */
public final class MechanismStructure {
    private static final int GCM_TAG_BITS = 128;
    private static final long CKM_SHA256 = 0x250;
    private static final long CKG_MGF1_SHA256 = 0x2;
    private static final long PSS_SALT_BYTES = 32;
    private static final long PARAMETER = Structures.offset(Structures.MECHANISM, "parameter");
    private static final long AAD_LENGTH = Structures.offset(Structures.GCM_PARAMS, "aadLength");

    private MechanismStructure() {}

    /** A mechanism without parameters. */
    public static MemorySegment plain(Arena arena, MechanismType type) {
        return plain(arena, type.value());
    }

    /** A mechanism of this number, a vendor's own perhaps, without parameters. */
    static MemorySegment plain(Arena arena, long number) {
        MemorySegment mechanism = arena.allocate(Structures.MECHANISM);
        setNumber(mechanism, number);
        return mechanism;
    }

    /** Makes it the mechanism of another number with the same parameters. */
    public static void setNumber(MemorySegment mechanism, long number) {
        mechanism.set(JAVA_LONG, Structures.offset(Structures.MECHANISM, "mechanism"), number);
    }

    /** CKM_RSA_PKCS_PSS over a SHA-256 digest, as PS256 has it (RFC 7518 section 3.5). */
    public static MemorySegment pss(Arena arena) {
        MemorySegment params = arena.allocate(Structures.PSS_PARAMS);
        params.set(JAVA_LONG, Structures.offset(Structures.PSS_PARAMS, "hash"), CKM_SHA256);
        params.set(JAVA_LONG, Structures.offset(Structures.PSS_PARAMS, "mgf"), CKG_MGF1_SHA256);
        params.set(
                JAVA_LONG, Structures.offset(Structures.PSS_PARAMS, "saltLength"), PSS_SALT_BYTES);
        return with(plain(arena, MechanismType.RSA_PKCS_PSS), params);
    }

    private static MemorySegment with(MemorySegment mechanism, MemorySegment params) {
        mechanism.set(ADDRESS, PARAMETER, params);
        mechanism.set(
                JAVA_LONG, Structures.offset(Structures.MECHANISM, "length"), params.byteSize());
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
        return with(plain(arena, MechanismType.AES_GCM), params);
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
