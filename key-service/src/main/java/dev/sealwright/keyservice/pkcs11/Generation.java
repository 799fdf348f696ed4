package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;

/**
 * One unbroken stretch of the token being there. Sessions and object handles of an earlier one are
 * worth nothing.
 *
 * @param number grows by one with each recovery
 * @param epoch grows by one with each C_Initialize; a session handle of an earlier epoch may be
 *     another session's now
 * @param keys the object handles found in this generation
 * @param vendor what is particular about the module
 */
record Generation(long number, long epoch, long slot, KeyDirectory keys, VendorProfile vendor) {}
