package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Gives a route's method the {@link ApiKeyCaller} that the filter let in. */
@Singleton
final class ApiKeyCallerBinder implements TypedRequestArgumentBinder<ApiKeyCaller> {
    @Override
    public Argument<ApiKeyCaller> argumentType() {
        return Argument.of(ApiKeyCaller.class);
    }

    @Override
    public BindingResult<ApiKeyCaller> bind(
            ArgumentConversionContext<ApiKeyCaller> context, HttpRequest<?> request) {
        return () -> ApiKeyCaller.of(request);
    }
}
