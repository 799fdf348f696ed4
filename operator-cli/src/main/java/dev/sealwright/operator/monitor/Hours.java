package dev.sealwright.operator.monitor;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.MalformedException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Times of a week, such as the working hours of a team.
 *
 * @param from inclusive
 * @param to exclusive; before {@code from} when the hours span midnight
 */
record Hours(LocalTime from, LocalTime to, ZoneId zone, Set<DayOfWeek> days) {
    Hours {
        days = Set.copyOf(days);
    }

    boolean contain(Instant time) {
        var local = time.atZone(zone);
        LocalTime at = local.toLocalTime();
        boolean early = at.isBefore(to);
        if (!to.isBefore(from)) {
            return days.contains(local.getDayOfWeek()) && early && !at.isBefore(from);
        }
        // Behind midnight it is still the hours of the day before.
        return early
                ? days.contains(local.getDayOfWeek().minus(1))
                : days.contains(local.getDayOfWeek()) && !at.isBefore(from);
    }

    static Hours of(Fields json) {
        try {
            return new Hours(
                    LocalTime.parse(json.text("from")),
                    LocalTime.parse(json.text("to")),
                    ZoneId.of(json.text("zone")),
                    days(json));
        } catch (DateTimeException e) {
            throw new MalformedException("hours need from and to as 07:00, and a zone", e);
        }
    }

    private static Set<DayOfWeek> days(Fields json) {
        List<String> names = json.node().has("days") ? json.texts("days") : List.of();
        if (names.isEmpty()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names) {
            try {
                days.add(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new MalformedException("not a day: write monday, tuesday, …", e);
            }
        }
        return days;
    }
}
