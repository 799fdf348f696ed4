package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** This process among those that share the database. */
@Singleton
final class Replica {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int SHORT = 8;

    private final UUID id;
    private final String name;

    @Inject
    Replica(Ids ids, LogSettings settings) {
        this(ids.next(), Optional.ofNullable(settings.replica()));
    }

    /**
     * @param name for people; without one, the end of the id
     */
    Replica(UUID id, Optional<String> name) {
        this.id = id;
        this.name =
                name.filter(given -> !given.isEmpty())
                        .map(Replica::required)
                        .orElseGet(() -> id.toString().substring(36 - SHORT));
    }

    private static String required(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "SEALWRIGHT_REPLICA is no name: up to 64 letters, digits, dots, dashes");
        }
        return name;
    }

    /** Of this process; another after each start. */
    UUID id() {
        return id;
    }

    String name() {
        return name;
    }
}
