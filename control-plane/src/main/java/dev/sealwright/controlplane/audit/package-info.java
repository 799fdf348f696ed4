/** The log as others read it: auditors, and the tools of its ecosystem. */
@NullMarked
package dev.sealwright.controlplane.audit;

import org.jspecify.annotations.NullMarked;
