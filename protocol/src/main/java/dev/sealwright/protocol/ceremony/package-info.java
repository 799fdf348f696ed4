/** What operators sign: their consents, scripts of ceremonies, and transcripts of those held. */
@NullMarked
package dev.sealwright.protocol.ceremony;

import org.jspecify.annotations.NullMarked;
