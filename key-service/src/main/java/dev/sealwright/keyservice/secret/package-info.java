/** Secrets sealed under each organisation's own key, and opened against leaves alone. */
@NullMarked
package dev.sealwright.keyservice.secret;

import org.jspecify.annotations.NullMarked;
