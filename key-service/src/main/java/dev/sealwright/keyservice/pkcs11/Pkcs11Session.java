package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Attributes;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiObjects;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.keyservice.pkcs11.binding.UserType;
import dev.sealwright.protocol.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One session, for the thread that opened it and no other. Its arguments have been checked: a
 * module takes what a standard forbids.
 */
final class Pkcs11Session {
    /** What a token that makes nonces itself is given to write them over. */
    private static final Bytes NO_NONCE = Bytes.zeros(KeyBackend.GCM_IV_BYTES);

    private final Cryptoki cryptoki;
    private final Scratch scratch;
    private final Generation generation;
    private final long handle;

    private Pkcs11Session(Cryptoki cryptoki, Scratch scratch, Generation generation, long handle) {
        this.cryptoki = cryptoki;
        this.scratch = scratch;
        this.generation = generation;
        this.handle = handle;
    }

    static Pkcs11Session open(Cryptoki cryptoki, Scratch scratch, Generation generation) {
        scratch.suit(generation.vendor());
        return new Pkcs11Session(
                cryptoki, scratch, generation, cryptoki.openSession(generation.slot()));
    }

    Generation generation() {
        return generation;
    }

    /** Ends the session; one that is gone already is as good as ended. */
    void close() {
        try {
            cryptoki.closeSession(handle);
        } catch (CryptokiException e) {
            // The session went with its token, or with the login.
        }
    }

    void login(PinFile pin) {
        pin.lend(
                text -> {
                    try {
                        cryptoki.login(handle, UserType.USER, text);
                    } catch (CryptokiException e) {
                        if (!e.is(ReturnCode.USER_ALREADY_LOGGED_IN)) {
                            throw e;
                        }
                    }
                });
    }

    /** A signature or an authentication code, of exactly the length that the profile says. */
    Bytes sign(Profile profile, long key, Bytes input) {
        MemorySegment out = scratch.output(profile.signatureBytes());
        long written =
                cryptoki.operations()
                        .sign(
                                handle,
                                scratch.mechanism(profile.use()),
                                key,
                                scratch.input(input),
                                out,
                                scratch.count());
        return exactly(profile.signatureBytes(), written, "C_Sign");
    }

    GcmSealed encrypt(long key, Bytes iv, Bytes aad, Bytes plaintext) {
        int size = plaintext.size() + KeyBackend.GCM_TAG_BYTES;
        boolean tokens = generation.vendor().tokenMakesNonces();
        MemorySegment mechanism = scratch.gcm(tokens ? NO_NONCE : iv, aad);
        try {
            long written =
                    cryptoki.operations()
                            .encrypt(
                                    handle,
                                    mechanism,
                                    key,
                                    scratch.input(plaintext),
                                    scratch.output(size),
                                    scratch.count());
            Bytes ciphertextAndTag = exactly(size, written, "C_Encrypt");
            Bytes used = scratch.iv();
            // One nonce used twice would give both plaintexts away, and the key's authenticity.
            if (tokens && used.equals(NO_NONCE)) {
                throw new CryptokiException("C_Encrypt", ReturnCode.FUNCTION_FAILED.value());
            }
            return new GcmSealed(used, ciphertextAndTag);
        } finally {
            scratch.wipeInput(plaintext.size());
        }
    }

    Bytes decrypt(long key, Bytes iv, Bytes aad, Bytes ciphertextAndTag) {
        int size = ciphertextAndTag.size() - KeyBackend.GCM_TAG_BYTES;
        MemorySegment mechanism = scratch.gcm(iv, aad);
        // The room must be that of the ciphertext, though the plaintext is shorter.
        long written =
                cryptoki.operations()
                        .decrypt(
                                handle,
                                mechanism,
                                key,
                                scratch.input(ciphertextAndTag),
                                scratch.output(ciphertextAndTag.size()),
                                scratch.count());
        return exactly(size, written, "C_Decrypt");
    }

    private Bytes exactly(int expected, long written, String function) {
        if (written != expected) {
            scratch.wipeOutput();
            throw new CryptokiException(function, ReturnCode.FUNCTION_FAILED.value());
        }
        return scratch.takeOutput(written);
    }

    List<Long> find(Template template, int most) {
        return cryptoki.objects().find(handle, template, most);
    }

    Attributes read(long object, List<AttributeType> types) {
        return cryptoki.objects().read(handle, object, types);
    }

    void destroy(long object) {
        cryptoki.objects().destroy(handle, object);
    }

    long generateKey(MechanismType mechanism, Template template) {
        return cryptoki.objects()
                .generateKey(handle, generation.vendor().number(mechanism), template);
    }

    CryptokiObjects.Pair generateKeyPair(
            MechanismType mechanism, Template publicKey, Template privateKey) {
        return cryptoki.objects()
                .generateKeyPair(
                        handle, generation.vendor().number(mechanism), publicKey, privateKey);
    }
}
