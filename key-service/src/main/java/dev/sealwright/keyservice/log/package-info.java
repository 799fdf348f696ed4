/**
 * The voter: admits leaves, appends them to its own account of the log, and signs a checkpoint only
 * after that account is on disk.
 */
@NullMarked
package dev.sealwright.keyservice.log;

import org.jspecify.annotations.NullMarked;
