/** Intel TDX quotes of versions 4 and 5. */
@NullMarked
package dev.sealwright.attestation.tdx;

import org.jspecify.annotations.NullMarked;
