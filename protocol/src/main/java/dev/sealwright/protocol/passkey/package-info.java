/** What a passkey signs (Web Authentication Level 2), as far as an operator's consent needs it. */
@NullMarked
package dev.sealwright.protocol.passkey;

import org.jspecify.annotations.NullMarked;
