/** C2SP signed notes, checkpoints and cosignatures. */
@NullMarked
package dev.sealwright.protocol.note;

import org.jspecify.annotations.NullMarked;
