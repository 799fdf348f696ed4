/** Capability tokens: issued and revoked by the service, narrowed and presented without it. */
@NullMarked
package dev.sealwright.operator.token;

import org.jspecify.annotations.NullMarked;
