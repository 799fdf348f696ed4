package dev.sealwright.keyservice.pkcs11.binding;

/** Whose locks a module uses between the threads that are in it (PKCS#11 v3.1 section 3.7). */
public enum Locks {
    /** Its own. */
    OWN,
    /**
     * Those of {@link AdaptiveMutexes} where this machine has them: for a module that holds its
     * locks for less time than it takes to wake a thread.
     */
    ADAPTIVE
}
