package dev.sealwright.controlplane.log;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.util.Optional;
import java.util.UUID;

/**
 * Who asks for what a leaf records: kept beside the log, so that auditors find entries by it. It is
 * the service's word; what a leaf commits to is in its detail.
 */
public final class Actor {
    private static final String ATTRIBUTE = "sealwright.actor";
    private static final ScopedValue<String> PRESENT = ScopedValue.newInstance();

    private Actor() {}

    /** A user of an organisation. */
    public static String user(String org, String user) {
        return "user:" + org + "/" + user;
    }

    public static String host(UUID sandbox) {
        return "host:" + sandbox;
    }

    /** Leaves proposed within the request are this actor's. */
    public static void of(HttpRequest<?> request, String actor) {
        request.setAttribute(ATTRIBUTE, actor);
    }

    /** Leaves proposed by the work are this actor's. */
    public static void as(String actor, Runnable work) {
        ScopedValue.where(PRESENT, actor).run(work);
    }

    /** Whose a leaf is that is proposed now. */
    static Optional<String> present() {
        return PRESENT.isBound()
                ? Optional.of(PRESENT.get())
                : ServerRequestContext.currentRequest()
                        .flatMap(request -> request.getAttribute(ATTRIBUTE, String.class));
    }
}
