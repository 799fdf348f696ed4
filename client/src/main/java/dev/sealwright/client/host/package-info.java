/** What an enrolled host keeps on disk. */
@NullMarked
package dev.sealwright.client.host;

import org.jspecify.annotations.NullMarked;
