package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key service whose calls are timed and traced, and its batches counted. A dynamic proxy, so that
 * an operation that is added is measured without being listed.
 */
public final class MeasuredKeyService implements InvocationHandler {
    private final KeyService service;
    private final Supplier<MeterRegistry> registry;
    private final Traces traces;

    private MeasuredKeyService(
            KeyService service, Supplier<MeterRegistry> registry, Traces traces) {
        this.service = service;
        this.registry = registry;
        this.traces = traces;
    }

    /**
     * The same service, measured.
     *
     * @param registry asked for at each call: the measurements of the service ask it in turn
     */
    public static KeyService of(
            KeyService service, Supplier<MeterRegistry> registry, Traces traces) {
        return (KeyService)
                Proxy.newProxyInstance(
                        KeyService.class.getClassLoader(),
                        new Class<?>[] {KeyService.class},
                        new MeasuredKeyService(service, registry, traces));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(service, arguments);
        }
        Timer.Sample sample = Timer.start();
        Span span = traces.begun("keyservice." + method.getName());
        String outcome = "ok";
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            outcome = outcome(e.getTargetException());
            throw e.getTargetException();
        } finally {
            span.setAttribute("outcome", outcome);
            span.end();
            sample.stop(timer(method.getName(), outcome));
            if (method.getName().startsWith("append")) {
                batch(arguments);
            }
        }
    }

    private static String outcome(Throwable thrown) {
        return switch (thrown) {
            case KeyServiceRefusedException refused -> "refused: " + refused.code().text();
            case KeyServiceUnavailableException _ -> "unavailable";
            default -> "failed";
        };
    }

    private Timer timer(String operation, String outcome) {
        return Timer.builder("sealwright.keyservice.calls")
                .description("Calls of the key service")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(registry.get());
    }

    private void batch(Object @Nullable [] arguments) {
        if (arguments != null && arguments.length > 1 && arguments[1] instanceof List<?> leaves) {
            DistributionSummary.builder("sealwright.log.batch")
                    .description("Leaves under one checkpoint signature")
                    .baseUnit("leaves")
                    .register(registry.get())
                    .record(leaves.size());
        }
    }
}
