package dev.sealwright.controlplane.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.AllowedRoles;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every route, with its listener and who may use it. A new route stands here or the build fails.
 */
class RoutesTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @Test
    void everyRouteIsListedWithItsListenerAndWhoMayUseIt() throws IOException {
        String routes =
                SERVICE
                        .bean(Router.class)
                        .uriRoutes()
                        .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                        .map(RoutesTest::line)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining("\n", "", "\n"));
        Path expected = Path.of("src/test/resources/routes.txt");

        assertThat(routes).isEqualTo(Files.readString(expected, StandardCharsets.UTF_8));
    }

    private static String line(UriRouteInfo<?, ?> route) {
        AnnotationMetadata metadata = route.getAnnotationMetadata();
        String listeners = joined(metadata.enumValues(On.class, Listener.class));
        Allow.Door door =
                metadata.enumValue(Allow.class, Allow.Door.class).orElse(Allow.Door.ROLES);
        String roles = joined(AllowedRoles.of(metadata, route.getHttpMethod()).toArray());
        return String.join(
                " | ",
                route.getUriMatchTemplate() + " " + route.getHttpMethodName(),
                listeners,
                door == Allow.Door.ROLES ? roles : door.name());
    }

    private static String joined(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.joining(" "));
    }

    @Test
    void theCheckedInDescriptionIsTheOneServed() throws IOException {
        String checkedIn = Files.readString(Path.of("openapi.yml"), StandardCharsets.UTF_8);

        assertThat(SERVICE.people().get("/openapi.yml").text()).isEqualTo(checkedIn);
    }

    @Test
    void metricsTellOfLogAndCertificate() {
        String metrics = SERVICE.admin().get("/metrics").text();

        assertThat(metrics)
                .contains(
                        "sealwright_log_size",
                        "sealwright_log_pending",
                        "sealwright_certificate_expiry_seconds",
                        "sealwright_hsm_signatures_total");
        assertThat(SERVICE.people().get("/metrics").problem()).isEqualTo("unauthenticated");
    }
}
