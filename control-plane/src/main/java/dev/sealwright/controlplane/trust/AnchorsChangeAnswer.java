package dev.sealwright.controlplane.trust;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Anchors that were put in force.
 *
 * @param version of the document
 * @param index of the leaf that did it; what comes after it is signed by their voters
 */
@Serdeable
@Schema(name = "AnchorsChanged")
public record AnchorsChangeAnswer(long version, long index) {}
