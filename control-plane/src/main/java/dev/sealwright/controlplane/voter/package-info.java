/** The voters of the log: several key services that sign each checkpoint, any quorum of them. */
@NullMarked
package dev.sealwright.controlplane.voter;

import org.jspecify.annotations.NullMarked;
