package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.HostCaller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Gives a route's method the {@link HostCaller} that the filter let in. */
@Singleton
final class HostCallerBinder implements TypedRequestArgumentBinder<HostCaller> {
    @Override
    public Argument<HostCaller> argumentType() {
        return Argument.of(HostCaller.class);
    }

    @Override
    public BindingResult<HostCaller> bind(
            ArgumentConversionContext<HostCaller> context, HttpRequest<?> request) {
        return () -> request.getAttribute(AccessFilter.CALLER, HostCaller.class);
    }
}
