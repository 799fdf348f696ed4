package dev.sealwright.faults;

import dev.sealwright.testkit.FaultOrder;
import dev.sealwright.testkit.FaultyModule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What an HSM does wrong. The weight says how often, against the others. */
enum HsmFault {
    REFUSES(30) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            return once(hsm.on(pick(FUNCTIONS, random)).refuse(pick(CODES, random)));
        }
    },
    FAILS_AFTERWARDS(10) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            return once(hsm.on(pick(FUNCTIONS, random)).failAfterwards(pick(CODES, random)));
        }
    },
    LOSES_SESSIONS(15) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            hsm.loseSessions();
            return new Lasting(Duration.ZERO, Optional.empty(), () -> {});
        }
    },
    IS_SLOW(15) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            return once(
                    hsm.on("C_Sign")
                            .times(1 + random.nextInt(5))
                            .delay(Duration.ofMillis(random.nextInt(10, 500))));
        }
    },
    FLIPS_A_BIT(10) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            return once(hsm.on("C_Sign").after(random.nextInt(3)).corrupt());
        }
    },
    ANSWERS_A_WRONG_LENGTH(5) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            return once(hsm.on("C_Sign").resize(random.nextInt(-64, 64)));
        }
    },
    HANGS(2) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            var order = hsm.on(pick(List.of("C_Sign", "C_SignInit"), random)).hang();
            Duration time = Duration.ofMillis(random.nextInt(500, 12_000));
            return new Lasting(time, Optional.of(order), order::end);
        }
    },
    IS_PULLED(4) {
        @Override
        Lasting on(FaultyModule hsm, RandomGenerator random) {
            hsm.removeToken(pick(CODES.subList(0, 3), random));
            Duration time = Duration.ofMillis(random.nextInt(50, 4000));
            return new Lasting(time, Optional.empty(), hsm::putTokenBack);
        }
    };

    /** CKR_DEVICE_REMOVED, TOKEN_NOT_PRESENT, DEVICE_ERROR first: those of a token that is away. */
    private static final List<Long> CODES =
            List.of(
                    0x32L,
                    0xE0L,
                    0x30L,
                    0x190L,
                    0xB3L,
                    0xB0L,
                    0x101L,
                    0x60L,
                    0x82L,
                    0x05L,
                    0x06L,
                    0x02L,
                    0xB1L,
                    0x50L,
                    0x8000_0001L);

    private static final List<String> FUNCTIONS =
            List.of(
                    "C_SignInit",
                    "C_Sign",
                    "C_SignInit",
                    "C_Sign",
                    "C_OpenSession",
                    "C_Login",
                    "C_FindObjectsInit",
                    "C_GetAttributeValue",
                    "C_Initialize",
                    "C_Finalize",
                    "C_GetSlotList",
                    "C_GetTokenInfo",
                    "C_CloseSession");

    private final int weight;

    HsmFault(int weight) {
        this.weight = weight;
    }

    /**
     * What goes on until it is mended.
     *
     * @param time that it lasts; zero where it is over with the call that it meets
     * @param hang in which calls hang
     */
    record Lasting(Duration time, Optional<FaultOrder.Given> hang, Runnable mending) {
        boolean isLasting() {
            return time.isPositive();
        }
    }

    abstract Lasting on(FaultyModule hsm, RandomGenerator random);

    int weight() {
        return weight;
    }

    /** Whether it is more than what one call meets. */
    boolean lasts() {
        return this == HANGS || this == IS_PULLED;
    }

    /** One by weight. */
    static HsmFault next(RandomGenerator random) {
        int all = Arrays.stream(values()).mapToInt(each -> each.weight).sum();
        int at = random.nextInt(all);
        for (HsmFault each : values()) {
            at -= each.weight;
            if (at < 0) {
                return each;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    private static Lasting once(FaultOrder.Given order) {
        return new Lasting(Duration.ZERO, Optional.empty(), order::end);
    }

    private static <T> T pick(List<T> some, RandomGenerator random) {
        return some.get(random.nextInt(some.size()));
    }
}
