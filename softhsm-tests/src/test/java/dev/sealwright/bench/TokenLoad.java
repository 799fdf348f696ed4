package dev.sealwright.bench;

import java.time.Duration;
import java.util.List;

/**
 * So many calls in the module at once, and more callers than that: no session waits for work.
 *
 * @param sessions of the backend; the raw limit gets as many threads
 * @param callers that ask again as soon as they are answered
 */
record TokenLoad(int sessions, int callers) {
    static final List<TokenLoad> ALL =
            List.of(
                    new TokenLoad(1, 8),
                    new TokenLoad(2, 8),
                    new TokenLoad(2, 64),
                    new TokenLoad(8, 64));

    private static final int RUNS = 7;
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** The rate of {@code call} from so many callers, beside the limit's. */
    Pairs measure(Runnable call, RawLimit limit, Compilers compilers) throws Exception {
        Rate ours = () -> Callers.perSecond(callers, ROUND, call);
        ours.warmUp(compilers);
        limit.perSecond(ROUND);
        return Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND));
    }

    /** What is to be left of the rate that the same calls have in C. */
    double goal() {
        return sessions == 1 ? 0.97 : 0.95;
    }

    /** Of a line under this load. */
    String name(String benchmark) {
        return benchmark + "/" + sessions + "-sessions/" + callers + "-callers";
    }
}
