/** TLS that trusts one root key and nothing else. */
@NullMarked
package dev.sealwright.client.tls;

import org.jspecify.annotations.NullMarked;
