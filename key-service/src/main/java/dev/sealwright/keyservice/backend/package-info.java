/**
 * What every key backend is: a place that holds keys nobody can read and uses them on request. The
 * operations of the key service see these types only; each vendor's way in (PKCS#11, cloud,
 * enclave) stays behind them.
 */
@NullMarked
package dev.sealwright.keyservice.backend;

import org.jspecify.annotations.NullMarked;
