/** Compliance reports: what the service states of itself, and the component list it carries. */
@NullMarked
package dev.sealwright.controlplane.report;

import org.jspecify.annotations.NullMarked;
