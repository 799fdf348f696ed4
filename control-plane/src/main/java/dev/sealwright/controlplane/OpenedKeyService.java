package dev.sealwright.controlplane;

import dev.sealwright.controlplane.voter.FurtherMember;
import dev.sealwright.keyservice.api.KeyService;
import java.util.List;
import java.util.stream.Stream;

/**
 * The key service that whoever starts the control plane hands over; rooms get it measured, as a
 * {@link KeyService}.
 *
 * @param first that whoever has only one key service talks to
 * @param further members of the log, when it has several voters
 */
record OpenedKeyService(FurtherMember first, List<FurtherMember> further) {
    OpenedKeyService {
        further = List.copyOf(further);
    }

    OpenedKeyService(KeyService service) {
        this(new FurtherMember("the key service", service), List.of());
    }

    KeyService service() {
        return first.service();
    }

    List<FurtherMember> all() {
        return Stream.concat(Stream.of(first), further.stream()).toList();
    }
}
