package dev.sealwright.controlplane;

import dev.sealwright.keyservice.api.KeyService;

/**
 * The key service that whoever starts the control plane hands over; rooms get it measured, as a
 * {@link KeyService}.
 */
record OpenedKeyService(KeyService service) {}
