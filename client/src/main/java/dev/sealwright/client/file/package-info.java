/** Files that only their owner can read, replaced whole or not at all. */
@NullMarked
package dev.sealwright.client.file;

import org.jspecify.annotations.NullMarked;
