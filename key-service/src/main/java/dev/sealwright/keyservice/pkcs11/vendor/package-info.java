/**
 * What is particular about each vendor's PKCS#11 module, as data: one file a vendor among the
 * resources, or one that the configuration names.
 */
@NullMarked
package dev.sealwright.keyservice.pkcs11.vendor;

import org.jspecify.annotations.NullMarked;
