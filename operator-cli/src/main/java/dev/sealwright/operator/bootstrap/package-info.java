/** Enrolment URLs, minted so that only their reader knows the secret. */
@NullMarked
package dev.sealwright.operator.bootstrap;

import org.jspecify.annotations.NullMarked;
