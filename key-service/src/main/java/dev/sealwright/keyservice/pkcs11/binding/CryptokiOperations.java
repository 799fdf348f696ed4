package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sealwright.keyservice.pkcs11.binding.FunctionTable.Function;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions that use keys, single-part only. Input and output lie in the caller's native
 * memory; each answers how many bytes of the output count, and {@code count} is scratch for one
 * long.
 */
public final class CryptokiOperations {
    /** C_SignInit, C_EncryptInit and C_DecryptInit; the address comes first. */
    private static final MethodHandle INIT = FunctionTable.shape(Function.C_SignInit);

    /** C_Sign, C_Encrypt and C_Decrypt; the address comes first. */
    private static final MethodHandle RUN = FunctionTable.shape(Function.C_Sign);

    private final MemorySegment signInit;
    private final MemorySegment sign;
    private final MemorySegment encryptInit;
    private final MemorySegment encrypt;
    private final MemorySegment decryptInit;
    private final MemorySegment decrypt;

    CryptokiOperations(FunctionTable table) {
        signInit = table.address(Function.C_SignInit);
        sign = table.address(Function.C_Sign);
        encryptInit = table.address(Function.C_EncryptInit);
        encrypt = table.address(Function.C_Encrypt);
        decryptInit = table.address(Function.C_DecryptInit);
        decrypt = table.address(Function.C_Decrypt);
    }

    public long sign(
            long session,
            MemorySegment mechanism,
            long key,
            MemorySegment in,
            MemorySegment out,
            MemorySegment count) {
        beginSigning(session, mechanism, key);
        return finishSigning(session, in, out, count);
    }

    /** C_SignInit alone, where something comes between it and C_Sign. */
    public void beginSigning(long session, MemorySegment mechanism, long key) {
        Cryptoki.check(
                "C_SignInit", () -> (long) INIT.invokeExact(signInit, session, mechanism, key));
    }

    /** C_Sign. */
    public long finishSigning(
            long session, MemorySegment in, MemorySegment out, MemorySegment count) {
        return run("C_Sign", sign, session, in, out, count);
    }

    public long encrypt(
            long session,
            MemorySegment mechanism,
            long key,
            MemorySegment in,
            MemorySegment out,
            MemorySegment count) {
        Cryptoki.check(
                "C_EncryptInit",
                () -> (long) INIT.invokeExact(encryptInit, session, mechanism, key));
        return run("C_Encrypt", encrypt, session, in, out, count);
    }

    public long decrypt(
            long session,
            MemorySegment mechanism,
            long key,
            MemorySegment in,
            MemorySegment out,
            MemorySegment count) {
        Cryptoki.check(
                "C_DecryptInit",
                () -> (long) INIT.invokeExact(decryptInit, session, mechanism, key));
        return run("C_Decrypt", decrypt, session, in, out, count);
    }

    private static long run(
            String name,
            MemorySegment function,
            long session,
            MemorySegment in,
            MemorySegment out,
            MemorySegment count) {
        count.set(JAVA_LONG, 0, out.byteSize());
        long length = in.byteSize();
        Cryptoki.check(
                name, () -> (long) RUN.invokeExact(function, session, in, length, out, count));
        long written = count.get(JAVA_LONG, 0);
        if (written < 0 || written > out.byteSize()) {
            throw new CryptokiException(name, ReturnCode.BUFFER_TOO_SMALL.value());
        }
        return written;
    }
}
