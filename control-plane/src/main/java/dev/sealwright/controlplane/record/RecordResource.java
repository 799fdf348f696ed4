package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.RecordWriter.Written;
import dev.sealwright.protocol.Bytes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The four verbs of a declarative resource.
 *
 * @param <T> what is stored
 * @param <A> how it is shown
 */
public final class RecordResource<T, A> {
    public static final String RECEIPT_HEADER = "Sealwright-Receipt";

    private final Records records;
    private final RecordWriter writer;
    private final RecordType<T> type;
    private final Function<Versioned<T>, A> shown;

    public RecordResource(
            Records records,
            RecordWriter writer,
            RecordType<T> type,
            Function<Versioned<T>, A> shown) {
        this.records = records;
        this.writer = writer;
        this.type = type;
        this.shown = shown;
    }

    public HttpResponse<A> get(Bytes scope, String name) {
        Versioned<T> found =
                records.find(type, scope, name).orElseThrow(ProblemException::notFound);
        return HttpResponse.ok(shown.apply(found)).header(HttpHeaders.ETAG, found.etag());
    }

    public ListAnswer<A> list(Bytes org, Optional<Integer> limit, Optional<String> cursor) {
        Records.Page<T> page =
                records.page(type, org, cursor.map(ListAnswer::row), ListAnswer.size(limit));
        return new ListAnswer<>(
                page.items().stream().map(shown).toList(),
                page.next().map(UUID::toString).orElse(null));
    }

    public HttpResponse<A> put(Place place, T value, HttpRequest<?> request) {
        ResourceName.require(place.name(), "name");
        return answer(writer.put(type, place, value, Precondition.of(request)));
    }

    public HttpResponse<Void> delete(Place place, HttpRequest<?> request) {
        ResourceName.require(place.name(), "name");
        MutableHttpResponse<Void> answer = HttpResponse.noContent();
        writer.remove(type, place, Precondition.of(request))
                .ifPresent(released -> answer.header(RECEIPT_HEADER, receipt(released)));
        return answer;
    }

    /** What a write left behind, shown as it is by now. */
    public HttpResponse<A> answer(Written<T> written) {
        A body = shown.apply(written.version());
        MutableHttpResponse<A> answer =
                written.created() ? HttpResponse.created(body) : HttpResponse.ok(body);
        answer.header(HttpHeaders.ETAG, written.version().etag());
        written.released().ifPresent(released -> answer.header(RECEIPT_HEADER, receipt(released)));
        return answer;
    }

    /** With the receipt of what was logged, if anything was. */
    public static <T> MutableHttpResponse<T> receipted(
            MutableHttpResponse<T> answer, Optional<LeafOutcome.Released> released) {
        released.ifPresent(leaf -> answer.header(RECEIPT_HEADER, receipt(leaf)));
        return answer;
    }

    /** {@code index=<leaf index>, size=<tree size>}. */
    public static String receipt(LeafOutcome.Released released) {
        String note = released.receipt().checkpoint().text();
        return "index="
                + released.index()
                + ", size="
                + note.lines().skip(1).findFirst().orElse("");
    }
}
