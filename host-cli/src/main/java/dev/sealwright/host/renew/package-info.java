/** The certificate's next one, in time. */
@NullMarked
package dev.sealwright.host.renew;

import org.jspecify.annotations.NullMarked;
