/**
 * Keys that organisations sign with: made on the token, used against leaves alone, destroyed when
 * leaves said so long enough ago.
 */
@NullMarked
package dev.sealwright.keyservice.clientkey;

import org.jspecify.annotations.NullMarked;
