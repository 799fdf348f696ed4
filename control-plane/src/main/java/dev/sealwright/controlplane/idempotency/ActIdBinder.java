package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.storage.Ids;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives a route's method the {@link ActId} of its request. */
@Singleton
final class ActIdBinder implements TypedRequestArgumentBinder<ActId> {
    private final Ids ids;

    ActIdBinder(Ids ids) {
        this.ids = ids;
    }

    @Override
    public Argument<ActId> argumentType() {
        return Argument.of(ActId.class);
    }

    @Override
    public BindingResult<ActId> bind(
            ArgumentConversionContext<ActId> context, HttpRequest<?> request) {
        ActId id = new ActId(ActId.granted(request).map(Claim.Granted::act).orElseGet(ids::next));
        return () -> Optional.of(id);
    }
}
