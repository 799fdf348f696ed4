package dev.sealwright.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * So many calls in the module at once, and more callers than that.
 *
 * @param sessions of the backend; the raw limit gets as many threads
 * @param callers that ask again as soon as they are answered
 */
record TokenLoad(int sessions, int callers) {
    static final List<TokenLoad> ALL =
            List.of(
                    new TokenLoad(1, 8),
                    new TokenLoad(1, 64),
                    new TokenLoad(2, 8),
                    new TokenLoad(2, 64),
                    new TokenLoad(8, 64));

    /** Short ones and many, since neighbours disturb a second's round as much as a short one. */
    private static final int RUNS = 75;

    private static final Duration ROUND = Duration.ofMillis(100);

    /** So many callers a session and more, and its queue is never empty. */
    private static final int QUEUE = 32;

    /**
     * The rate of {@code call} from so many callers, beside that of the same calls in C; where
     * calls always wait, also beside C with the settings that the service has.
     */
    void measure(String benchmark, String unit, Runnable call, CallsInC inC, Consumer<Line> lines)
            throws Exception {
        try (RawLimit limit = inC.asTheyCome(this)) {
            Line line = measure(call, limit, Compilers.here()).line(name(benchmark), unit);
            lines.accept(isQueue() ? noted(line) : line);
        }
        if (isQueue()) {
            try (RawLimit limit = inC.asOurs(this)) {
                lines.accept(
                        measure(call, limit, Compilers.here())
                                .line(name(benchmark) + "/same-settings", unit));
            }
        }
    }

    /** Whether its calls always wait, as those do that a goal is for. */
    boolean isQueue() {
        return callers >= QUEUE * sessions;
    }

    /** The rate of {@code call} from so many callers, beside the limit's. */
    Pairs measure(Runnable call, RawLimit limit, Compilers compilers) throws Exception {
        Rate ours = () -> Callers.perSecond(callers, ROUND, call);
        ours.warmUp(compilers);
        limit.perSecond(ROUND);
        return Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND));
    }

    /** Says when it is not left what ought to be of the rate that the same calls have in C. */
    private Line noted(Line line) {
        return line.notedBelow(sessions == 1 ? 0.97 : 0.95, BenchToken.WHERE_TIME_GOES);
    }

    /** Of a line under this load. */
    String name(String benchmark) {
        return benchmark + "/" + sessions + "-sessions/" + callers + "-callers";
    }
}
