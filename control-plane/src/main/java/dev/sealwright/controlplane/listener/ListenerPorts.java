package dev.sealwright.controlplane.listener;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Which listener a local TCP port belongs to. */
@Singleton
public final class ListenerPorts {
    private final int people;
    private final int hosts;

    ListenerPorts(
            @Value("${micronaut.server.netty.listeners.people.port}") int people,
            @Value("${micronaut.server.netty.listeners.hosts.port}") int hosts) {
        if (people <= 0 || hosts <= 0 || people == hosts) {
            throw new IllegalArgumentException(
                    "The listeners need two different fixed ports; configured are people="
                            + people
                            + ", hosts="
                            + hosts);
        }
        this.people = people;
        this.hosts = hosts;
    }

    public Optional<Listener> listenerAt(int localPort) {
        if (localPort == people) {
            return Optional.of(Listener.PEOPLE);
        }
        return localPort == hosts ? Optional.of(Listener.HOSTS) : Optional.empty();
    }

    public int port(Listener listener) {
        return listener == Listener.PEOPLE ? people : hosts;
    }
}
