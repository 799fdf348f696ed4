/**
 * PKCS#11 v2.40 and v3.1 as C sees it: the function table, structures and numbers, for machines
 * whose C long has 64 bits (LP64). Nothing here decides anything; sessions and owners do.
 */
@NullMarked
package dev.sealwright.keyservice.pkcs11.binding;

import org.jspecify.annotations.NullMarked;
