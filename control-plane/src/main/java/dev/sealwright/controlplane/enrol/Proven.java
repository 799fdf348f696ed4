package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.bootstrap.Bootstrap;
import dev.sealwright.controlplane.host.HostKeyRequest;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.protocol.enrol.EnrolmentRequest;

/**
 * A request whose sender has shown that he holds the host's key and the bootstrap's.
 *
 * @param leaf the bootstrap's
 */
record Proven(
        Bootstrap bootstrap,
        LeafOutcome.Released leaf,
        EnrolmentRequest request,
        HostKeyRequest key) {}
