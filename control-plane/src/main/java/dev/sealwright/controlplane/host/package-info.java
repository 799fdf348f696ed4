/** Enrolled hosts: inventory, heartbeats, renewal of certificates, quarantine and revocation. */
@NullMarked
package dev.sealwright.controlplane.host;

import org.jspecify.annotations.NullMarked;
