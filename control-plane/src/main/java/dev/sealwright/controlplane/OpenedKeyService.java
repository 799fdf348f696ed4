package dev.sealwright.controlplane;

import dev.sealwright.controlplane.voter.FurtherMember;
import dev.sealwright.keyservice.api.KeyService;
import java.util.List;

/**
 * The key service that whoever starts the control plane hands over; rooms get it measured, as a
 * {@link KeyService}.
 *
 * @param further members of the log, when it has several voters
 */
record OpenedKeyService(KeyService service, List<FurtherMember> further) {
    OpenedKeyService {
        further = List.copyOf(further);
    }

    OpenedKeyService(KeyService service) {
        this(service, List.of());
    }
}
