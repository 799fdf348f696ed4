package dev.sealwright.controlplane.declaration;

import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.function.Function;

/**
 * The routes of an organisation's declarative resource. Who extends this says where it stands
 * ({@code @Controller}, {@code @On}), who may read and write ({@code @Allow}), what it is called
 * ({@link Declares}), and its own rules.
 *
 * @param <B> what is sent
 * @param <T> what is stored
 * @param <A> what is shown
 */
public abstract class DeclarativeResource<B, T, A> {
    private final RecordResource<T, A> resource;

    protected DeclarativeResource(
            Records records,
            RecordWriter writer,
            RecordType<T> type,
            Function<Versioned<T>, A> shown) {
        this.resource = new RecordResource<>(records, writer, type, shown);
    }

    /** What is stored of a body; a problem if this caller may not store it. */
    protected abstract T stored(Membership membership, String name, B body);

    /** A problem if this caller may not remove the resource of that name. */
    protected void requireRemovable(Membership membership, String name) {}

    @Get
    public ListAnswer<A> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    public HttpResponse<A> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    public HttpResponse<A> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid B body,
            HttpRequest<?> request) {
        T stored = stored(membership, name, body);
        return resource.put(Place.in(membership.org().tag(), name), stored, request);
    }

    @Delete("/{name}")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        requireRemovable(membership, name);
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
