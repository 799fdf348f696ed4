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
    private final MethodHandle signInit;
    private final MethodHandle sign;
    private final MethodHandle encryptInit;
    private final MethodHandle encrypt;
    private final MethodHandle decryptInit;
    private final MethodHandle decrypt;

    CryptokiOperations(FunctionTable table) {
        signInit = table.handle(Function.C_SignInit);
        sign = table.handle(Function.C_Sign);
        encryptInit = table.handle(Function.C_EncryptInit);
        encrypt = table.handle(Function.C_Encrypt);
        decryptInit = table.handle(Function.C_DecryptInit);
        decrypt = table.handle(Function.C_Decrypt);
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
        Cryptoki.check("C_SignInit", () -> (long) signInit.invokeExact(session, mechanism, key));
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
                "C_EncryptInit", () -> (long) encryptInit.invokeExact(session, mechanism, key));
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
                "C_DecryptInit", () -> (long) decryptInit.invokeExact(session, mechanism, key));
        return run("C_Decrypt", decrypt, session, in, out, count);
    }

    private static long run(
            String name,
            MethodHandle function,
            long session,
            MemorySegment in,
            MemorySegment out,
            MemorySegment count) {
        count.set(JAVA_LONG, 0, out.byteSize());
        long length = in.byteSize();
        Cryptoki.check(name, () -> (long) function.invokeExact(session, in, length, out, count));
        long written = count.get(JAVA_LONG, 0);
        if (written < 0 || written > out.byteSize()) {
            throw new CryptokiException(name, ReturnCode.BUFFER_TOO_SMALL.value());
        }
        return written;
    }
}
