/** Authority keys: made and kept here, registered with the service, signing what they approve. */
@NullMarked
package dev.sealwright.operator.authority;

import org.jspecify.annotations.NullMarked;
