package dev.sealwright.controlplane.host;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/**
 * What a host noticed since it last reported.
 *
 * @param events in the order of their numbers
 */
@Serdeable
@Schema(name = "HostEvents")
public record HostEventsBody(
        @NotNull @Size(min = 1, max = HostEventsBody.MAX) List<@Valid @NotNull Event> events) {
    static final int MAX = 20;

    public HostEventsBody {
        events = events == null ? List.of() : List.copyOf(events);
    }

    /**
     * One event.
     *
     * @param sequence grows by one an event; a number left out is an event that was lost
     * @param time by the host's clock
     * @param event dotted lower case
     */
    @Serdeable
    @Schema(name = "HostEvent")
    public record Event(
            @Min(1) long sequence,
            @NotNull Instant time,
            @NotNull @Pattern(regexp = "[a-z][a-z0-9.-]{0,63}") String event,
            @NotNull @Size(max = 200) String detail) {}

    /** Whether the numbers grow. */
    boolean isInOrder() {
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).sequence() <= events.get(i - 1).sequence()) {
                return false;
            }
        }
        return true;
    }
}
