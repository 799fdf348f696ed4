package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.epoch.EpochOpening;
import java.util.Optional;

/**
 * What the ceremony opened this epoch of the log with.
 *
 * @param opening empty in a log's first epoch
 */
public record EpochFile(Optional<EpochOpening> opening) {}
