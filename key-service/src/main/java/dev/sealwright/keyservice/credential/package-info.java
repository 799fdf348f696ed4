/** Secrets that the service manager hands over. */
@NullMarked
package dev.sealwright.keyservice.credential;

import org.jspecify.annotations.NullMarked;
