/** Authority keys of organisations, and the leaves that wait for a signature by one. */
@NullMarked
package dev.sealwright.controlplane.approval;

import org.jspecify.annotations.NullMarked;
