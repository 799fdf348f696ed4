/** Where the service is, which root is pinned, and who is calling. */
@NullMarked
package dev.sealwright.client.profile;

import org.jspecify.annotations.NullMarked;
