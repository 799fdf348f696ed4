/** Bootstrap secrets, ids, URLs and what a host checks before it uses one. */
@NullMarked
package dev.sealwright.protocol.bootstrap;

import org.jspecify.annotations.NullMarked;
