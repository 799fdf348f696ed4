/** Evidence appraised by the service: an organisation's policies, reference values, results. */
@NullMarked
package dev.sealwright.controlplane.attest;

import org.jspecify.annotations.NullMarked;
