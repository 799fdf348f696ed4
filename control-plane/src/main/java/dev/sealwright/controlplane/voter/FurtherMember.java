package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.KeyService;

/**
 * A member of the log.
 *
 * @param address for people
 * @param service that waits through a restart of the member
 * @param impatient the same, which does not: where another member can be asked instead
 */
public record FurtherMember(String address, KeyService service, KeyService impatient) {
    /** One that never has to be waited for. */
    public FurtherMember(String address, KeyService service) {
        this(address, service, service);
    }
}
