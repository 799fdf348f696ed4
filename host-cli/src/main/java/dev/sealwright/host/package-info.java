/** {@code sealwright-host}: enrols a host and keeps it enrolled. */
@NullMarked
package dev.sealwright.host;

import org.jspecify.annotations.NullMarked;
