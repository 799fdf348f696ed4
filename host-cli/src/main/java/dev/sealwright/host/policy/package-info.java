/** The policy in force on this host, and what was refused. */
@NullMarked
package dev.sealwright.host.policy;

import org.jspecify.annotations.NullMarked;
