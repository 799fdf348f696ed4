package dev.sealwright.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is broken at random. The weight says how often, against the others. */
enum Mischief {
    HSM_REFUSES(30) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.hsm().on(pick(FUNCTIONS, random)).refuse(pick(CODES, random));
        }
    },
    HSM_FAILS_AFTERWARDS(10) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.hsm().on(pick(FUNCTIONS, random)).failAfterwards(pick(CODES, random));
        }
    },
    HSM_LOSES_SESSIONS(15) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.hsm().loseSessions();
        }
    },
    HSM_IS_SLOW(15) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment
                    .hsm()
                    .on("C_Sign")
                    .times(1 + random.nextInt(5))
                    .delay(Duration.ofMillis(random.nextInt(10, 500)));
        }
    },
    HSM_FLIPS_A_BIT(10) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.hsm().on("C_Sign").after(random.nextInt(3)).corrupt();
        }
    },
    HSM_ANSWERS_A_WRONG_LENGTH(5) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.hsm().on("C_Sign").resize(random.nextInt(-64, 64));
        }
    },
    HSM_HANGS(2) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            var order = deployment.hsm().on(pick(List.of("C_Sign", "C_SignInit"), random)).hang();
            pause(random.nextInt(500, 12_000));
            order.end();
        }
    },
    TOKEN_IS_PULLED(4) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.hsm().removeToken(pick(CODES.subList(0, 3), random));
            pause(random.nextInt(50, 4000));
            deployment.hsm().putTokenBack();
        }
    },
    TOKEN_FOLDER_IS_MOVED(4) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.takeTokenAway();
            pause(random.nextInt(50, 4000));
            deployment.bringTokenBack();
        }
    },
    DATABASE_PROCESS_IS_KILLED(4) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.postgres().killABackend();
        }
    },
    DATABASE_FREEZES(3) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.postgres().freeze();
            pause(random.nextInt(200, 5000));
            deployment.postgres().thaw();
        }
    },
    DATABASE_IS_KILLED(2) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.postgres().kill();
            pause(random.nextInt(2000));
            deployment.postgres().start();
        }
    },
    SERVICE_IS_KILLED(2) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.service().kill();
            deployment.start();
        }
    },
    KEY_SERVICE_IS_KILLED(4) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.keys().kill();
            pause(random.nextInt(1000));
        }
    },
    HSM_CRASHES_THE_PROCESS(1) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            var order = deployment.hsm().on("C_Sign").crash();
            Gate.await(() -> order.hits() > 0);
            deployment.start();
        }
    },
    STATE_HAS_NO_ROOM(3) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            Optional<SmallDisk> disk =
                    SmallDisk.mountedAt(deployment.home().resolve("key-service"));
            disk.ifPresent(SmallDisk::fill);
            pause(random.nextInt(100, 2000));
            disk.ifPresent(SmallDisk::free);
        }
    },
    ALL_ARE_KILLED(1) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            deployment.service().kill();
            deployment.keys().kill();
            deployment.postgres().kill();
            deployment.postgres().start();
            deployment.start();
        }
    },
    SLOW_CLIENTS_COME(4) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            SlowClients.come(deployment, 20, Duration.ofMillis(random.nextInt(500, 3000)));
        }
    },
    BAD_BODIES_COME(8) {
        @Override
        void on(Deployment deployment, RandomGenerator random) {
            SlowClients.sendBadBodies(deployment);
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

    Mischief(int weight) {
        this.weight = weight;
    }

    /** Breaks it; what has to be mended for the service to go on is mended on return. */
    abstract void on(Deployment deployment, RandomGenerator random);

    /** One by weight. */
    static Mischief next(RandomGenerator random) {
        int all = Arrays.stream(values()).mapToInt(each -> each.weight).sum();
        int at = random.nextInt(all);
        for (Mischief each : values()) {
            at -= each.weight;
            if (at < 0) {
                return each;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    private static <T> T pick(List<T> some, RandomGenerator random) {
        return some.get(random.nextInt(some.size()));
    }

    private static void pause(int millis) {
        Soak.pause(Duration.ofMillis(millis));
    }
}
