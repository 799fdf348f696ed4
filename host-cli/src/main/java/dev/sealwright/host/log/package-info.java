/** What this host remembers of the log, so that nobody shows it another one. */
@NullMarked
package dev.sealwright.host.log;

import org.jspecify.annotations.NullMarked;
