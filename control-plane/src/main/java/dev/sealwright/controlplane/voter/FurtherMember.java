package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.KeyService;

/**
 * A member of the log beside the key service that holds all other keys.
 *
 * @param address for people
 */
public record FurtherMember(String address, KeyService service) {}
