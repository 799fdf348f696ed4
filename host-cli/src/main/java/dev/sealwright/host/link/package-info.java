/** What an enrolled host says to the service, over mutual TLS. */
@NullMarked
package dev.sealwright.host.link;

import org.jspecify.annotations.NullMarked;
