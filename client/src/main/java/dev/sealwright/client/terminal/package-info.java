/** What a person at a terminal sees: output, failures with a remedy, exit codes. */
@NullMarked
package dev.sealwright.client.terminal;

import org.jspecify.annotations.NullMarked;
