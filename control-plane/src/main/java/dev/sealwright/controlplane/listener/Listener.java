package dev.sealwright.controlplane.listener;

/** The two doors of the service. */
public enum Listener {
    /** API and pages; may stand behind a proxy that ends TLS. */
    PEOPLE,
    /** Hosts; our own root only, and identity is the client certificate. */
    HOSTS;

    /** The name under {@code micronaut.server.netty.listeners}. */
    public String configurationName() {
        return this == PEOPLE ? "people" : "hosts";
    }
}
