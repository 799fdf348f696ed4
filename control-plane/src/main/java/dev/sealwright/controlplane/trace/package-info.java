/** OpenTelemetry spans of what happens within a request. */
@NullMarked
package dev.sealwright.controlplane.trace;

import org.jspecify.annotations.NullMarked;
