package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.pkcs11.binding.MechanismStructure;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import dev.sealwright.protocol.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The native memory of one thread, set aside once: no call allocates. */
final class Scratch implements AutoCloseable {
    private static final int TEXT_BYTES = KeyBackend.MAX_PLAINTEXT_BYTES + KeyBackend.GCM_TAG_BYTES;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment in = arena.allocate(TEXT_BYTES);
    private final MemorySegment out = arena.allocate(TEXT_BYTES);
    private final MemorySegment aad = arena.allocate(KeyBackend.MAX_AAD_BYTES);
    private final MemorySegment iv = arena.allocate(KeyBackend.GCM_IV_BYTES);
    private final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment eddsa = MechanismStructure.plain(arena, MechanismType.EDDSA);
    private final MemorySegment ecdsa = MechanismStructure.plain(arena, MechanismType.ECDSA);
    private final MemorySegment pss = MechanismStructure.pss(arena);
    private final MemorySegment mldsa = MechanismStructure.plain(arena, MechanismType.ML_DSA);
    private final MemorySegment hmac = MechanismStructure.plain(arena, MechanismType.SHA256_HMAC);
    private final MemorySegment gcm = MechanismStructure.gcm(arena, iv, aad);

    /** Has the mechanisms carry the numbers that this vendor's module knows them by. */
    void suit(VendorProfile vendor) {
        MechanismStructure.setNumber(eddsa, vendor.number(MechanismType.EDDSA));
        MechanismStructure.setNumber(ecdsa, vendor.number(MechanismType.ECDSA));
        MechanismStructure.setNumber(pss, vendor.number(MechanismType.RSA_PKCS_PSS));
        MechanismStructure.setNumber(mldsa, vendor.number(MechanismType.ML_DSA));
        MechanismStructure.setNumber(hmac, vendor.number(MechanismType.SHA256_HMAC));
        MechanismStructure.setNumber(gcm, vendor.number(MechanismType.AES_GCM));
    }

    MemorySegment mechanism(MechanismType type) {
        return switch (type) {
            case EDDSA -> eddsa;
            case ECDSA -> ecdsa;
            case RSA_PKCS_PSS -> pss;
            case ML_DSA -> mldsa;
            case SHA256_HMAC -> hmac;
            default -> throw new IllegalArgumentException(type + " signs nothing");
        };
    }

    MemorySegment gcm(Bytes nonce, Bytes additional) {
        put(iv, nonce);
        put(aad, additional);
        MechanismStructure.setAadLength(gcm, additional.size());
        return gcm;
    }

    /**
     * The nonce as it stands after encryption; some tokens choose it themselves and write it here.
     */
    Bytes iv() {
        return take(iv, iv.byteSize());
    }

    MemorySegment input(Bytes bytes) {
        return put(in, bytes);
    }

    MemorySegment output(long room) {
        return out.asSlice(0, room);
    }

    MemorySegment count() {
        return count;
    }

    /** What was put out, taken from the native memory for good. */
    Bytes takeOutput(long size) {
        Bytes taken = take(out, size);
        out.asSlice(0, size).fill((byte) 0);
        return taken;
    }

    /** Wipes whatever was put out. */
    void wipeOutput() {
        out.fill((byte) 0);
    }

    /** Wipes an input that was a secret. */
    void wipeInput(int size) {
        in.asSlice(0, size).fill((byte) 0);
    }

    @Override
    public void close() {
        arena.close();
    }

    private static MemorySegment put(MemorySegment segment, Bytes bytes) {
        MemorySegment.copy(bytes.toArray(), 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.size());
        return segment.asSlice(0, bytes.size());
    }

    private static Bytes take(MemorySegment segment, long size) {
        return Bytes.of(segment.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
    }
}
