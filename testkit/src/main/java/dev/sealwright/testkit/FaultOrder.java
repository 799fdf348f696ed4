package dev.sealwright.testkit;

import java.time.Duration;

/**
 * What a function of a {@link FaultyModule} is to do wrong, and at which of its calls: unless said
 * otherwise, at the next one and no other. Each of {@code refuse}, {@code failAfterwards}, {@code
 * delay}, {@code hang}, {@code resize}, {@code corrupt}, {@code makeNonces} and {@code crash} gives
 * the order.
 */
public final class FaultOrder {
    static final int PLACES = 64;
    static final int BYTES = 96;

    private static final int KIND = 4;
    private static final int FUNCTION = 8;
    private static final int CHANCE = 12;
    private static final int SERIAL = 16;
    private static final int SKIP = 24;
    private static final int LEFT = 32;
    private static final int SEEN = 40;
    private static final int HITS = 48;
    private static final int VALUE = 56;
    private static final int MICROS = 64;
    private static final int SEED = 72;

    private enum Kind {
        REFUSE(1),
        FAIL_AFTERWARDS(2),
        DELAY(3),
        HANG(4),
        RESIZE(5),
        CORRUPT(6),
        CRASH(7),
        MAKE_NONCES(8);

        /** As in the C source. */
        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private final SharedWords words;
    private final int orders;
    private final int function;
    private long skip;
    private long times = 1;
    private int chance;
    private long seed;

    FaultOrder(SharedWords words, int orders, int function) {
        this.words = words;
        this.orders = orders;
        this.function = function;
    }

    /** An order that was given. */
    public static final class Given {
        private final SharedWords words;
        private final int place;
        private final long serial;

        private Given(SharedWords words, int place, long serial) {
            this.words = words;
            this.place = place;
            this.serial = serial;
        }

        /** How many calls it hit. */
        public long hits() {
            return words.get(place + HITS);
        }

        /** Takes it back; calls that hang in it go on. */
        public void end() {
            if (words.get(place + SERIAL) == serial) {
                words.setInt(place, 0);
            }
        }
    }

    /** Lets so many calls pass first. */
    public FaultOrder after(long calls) {
        skip = calls;
        return this;
    }

    public FaultOrder times(long number) {
        times = number;
        return this;
    }

    public FaultOrder forever() {
        return times(-1);
    }

    /** Takes each call with this probability; one seed takes the same calls again. */
    public FaultOrder chance(double probability, long newSeed) {
        chance = Math.max(1, (int) (probability * 1_000_000));
        seed = newSeed;
        return this;
    }

    /** Answers the return code and does nothing. */
    public Given refuse(long code) {
        return give(Kind.REFUSE, code, 0);
    }

    /** Does it, and answers the return code all the same. */
    public Given failAfterwards(long code) {
        return give(Kind.FAIL_AFTERWARDS, code, 0);
    }

    public Given delay(Duration time) {
        return give(Kind.DELAY, 0, time.toNanos() / 1000);
    }

    /** Does not come back before the order is ended. */
    public Given hang() {
        return give(Kind.HANG, 0, 0);
    }

    /** Says that its output is so many bytes longer than it is, or shorter. */
    public Given resize(long bytes) {
        return give(Kind.RESIZE, bytes, 0);
    }

    /** Flips a bit of its output. */
    public Given corrupt() {
        return give(Kind.CORRUPT, 0, 0);
    }

    /** Ends the process that calls it, as a crash in the vendor's code does. */
    public Given crash() {
        return give(Kind.CRASH, 0, 0);
    }

    /**
     * Makes the nonces of AES-GCM itself, and takes none from outside. For {@code C_EncryptInit},
     * until the order is ended.
     */
    public Given makeNonces() {
        return forever().give(Kind.MAKE_NONCES, 0, 0);
    }

    private Given give(Kind kind, long value, long micros) {
        synchronized (words) {
            int place = freePlace();
            long serial = words.get(place + SERIAL) + 1;
            words.setInt(place + KIND, kind.number);
            words.setInt(place + FUNCTION, function);
            words.setInt(place + CHANCE, chance);
            words.set(place + SERIAL, serial);
            words.set(place + SKIP, skip);
            words.set(place + LEFT, times);
            words.set(place + SEEN, 0);
            words.set(place + HITS, 0);
            words.set(place + VALUE, value);
            words.set(place + MICROS, micros);
            words.set(place + SEED, seed);
            words.setInt(place, 1);
            return new Given(words, place, serial);
        }
    }

    /** An order that hit as often as it may is no more in the way, unless a call hangs in it. */
    private int freePlace() {
        for (int i = 0; i < PLACES; i++) {
            int place = orders + i * BYTES;
            boolean spent =
                    words.get(place + LEFT) == 0 && words.getInt(place + KIND) != Kind.HANG.number;
            if (words.getInt(place) == 0 || spent) {
                words.setInt(place, 0);
                return place;
            }
        }
        throw new IllegalStateException("every place for orders is taken");
    }
}
