package dev.sealwright.controlplane.log;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/** Where the sequencer has done what it does not do itself. */
@Factory
final class LogThreads {
    static final String BESIDE = "log-beside";

    /** A virtual thread each; they outlive no one who waits for them. */
    @Singleton
    @Named(BESIDE)
    Executor beside() {
        return Thread::startVirtualThread;
    }
}
