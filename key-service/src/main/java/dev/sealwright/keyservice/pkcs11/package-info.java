/**
 * Keys in an HSM, reached through its PKCS#11 module by {@code java.lang.foreign}.
 *
 * <p>{@link dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend} is the way in. A {@code SessionPool}
 * of platform threads runs every call, each thread with the one session it alone uses; {@code
 * TokenOwner} initialises the module and logs in; {@code Recovery} gets a lost token back; {@code
 * CallGate} keeps the module from being finalised under a call.
 */
@NullMarked
package dev.sealwright.keyservice.pkcs11;

import org.jspecify.annotations.NullMarked;
