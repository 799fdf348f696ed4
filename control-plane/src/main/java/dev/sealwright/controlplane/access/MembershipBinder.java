package dev.sealwright.controlplane.access;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Gives a route's method the organisation it is about, with what the caller is in it. */
@Singleton
final class MembershipBinder implements TypedRequestArgumentBinder<Membership> {
    @Override
    public Argument<Membership> argumentType() {
        return Argument.of(Membership.class);
    }

    @Override
    public BindingResult<Membership> bind(
            ArgumentConversionContext<Membership> context, HttpRequest<?> request) {
        return () -> Membership.of(request);
    }
}
