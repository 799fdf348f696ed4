package dev.sealwright.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is broken at random. The weight says how often, against the others. */
enum Mischief {
    HSM_REFUSES(HsmFault.REFUSES),
    HSM_FAILS_AFTERWARDS(HsmFault.FAILS_AFTERWARDS),
    HSM_LOSES_SESSIONS(HsmFault.LOSES_SESSIONS),
    HSM_IS_SLOW(HsmFault.IS_SLOW),
    HSM_FLIPS_A_BIT(HsmFault.FLIPS_A_BIT),
    HSM_ANSWERS_A_WRONG_LENGTH(HsmFault.ANSWERS_A_WRONG_LENGTH),
    HSM_HANGS(HsmFault.HANGS),
    TOKEN_IS_PULLED(HsmFault.IS_PULLED),
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

    private final int weight;

    private final Optional<HsmFault> hsm;

    Mischief(int weight) {
        this.weight = weight;
        this.hsm = Optional.empty();
    }

    Mischief(HsmFault fault) {
        this.weight = fault.weight();
        this.hsm = Optional.of(fault);
    }

    /** Breaks it; what has to be mended for the service to go on is mended on return. */
    void on(Deployment deployment, RandomGenerator random) {
        HsmFault.Lasting fault = hsm.orElseThrow().on(deployment.hsm(), random);
        if (fault.isLasting()) {
            Soak.pause(fault.time());
            fault.mending().run();
        }
    }

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

    private static void pause(int millis) {
        Soak.pause(Duration.ofMillis(millis));
    }
}
