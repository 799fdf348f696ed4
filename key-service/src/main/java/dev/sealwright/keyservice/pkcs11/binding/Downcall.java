package dev.sealwright.keyservice.pkcs11.binding;

/**
 * A call through a method handle, which by its type might throw anything and in truth throws
 * nothing.
 */
@FunctionalInterface
interface Downcall {
    long call() throws Throwable;

    static long answer(Downcall downcall) {
        try {
            return downcall.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call cannot throw a checked exception", e);
        }
    }
}
