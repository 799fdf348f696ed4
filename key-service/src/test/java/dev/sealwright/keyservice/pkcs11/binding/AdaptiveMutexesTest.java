package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mutex functions, called as a module calls them: each answers a CK_RV, of 64 bits. */
final class AdaptiveMutexesTest {
    private static final int THREADS = 4;
    private static final int TURNS = 20_000;

    private List<MemorySegment> functions = List.of();

    @BeforeEach
    void onTheGnuLibraryOnly() {
        Optional<List<MemorySegment>> found = AdaptiveMutexes.functions();
        assumeTrue(found.isPresent(), "needs the GNU C library");
        functions = found.orElseThrow();
    }

    @SuppressWarnings("restricted")
    private long call(int function, MemorySegment argument) {
        MethodHandle handle =
                Linker.nativeLinker()
                        .downcallHandle(
                                functions.get(function), FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        return Downcall.answer(() -> (long) handle.invokeExact(argument));
    }

    private MemorySegment create() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ADDRESS);
            assertThat(call(0, place)).isEqualTo(ReturnCode.OK.value());
            return place.get(ADDRESS, 0);
        }
    }

    private void destroy(MemorySegment mutex) {
        call(1, mutex);
    }

    private long lock(MemorySegment mutex) {
        return call(2, mutex);
    }

    private long unlock(MemorySegment mutex) {
        return call(3, mutex);
    }

    @Test
    void oneThreadAtATimeHasTheMutex() throws Exception {
        MemorySegment mutex = create();
        long[] counted = new long[1];
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                answers.add(
                        threads.submit(
                                () -> {
                                    long wrong = 0;
                                    for (int turn = 0; turn < TURNS; turn++) {
                                        wrong |= lock(mutex);
                                        counted[0]++;
                                        wrong |= unlock(mutex);
                                    }
                                    return wrong;
                                }));
            }
            for (Future<Long> answer : answers) {
                assertThat(answer.get()).isEqualTo(ReturnCode.OK.value());
            }
        }

        assertThat(counted[0]).isEqualTo((long) THREADS * TURNS);
        destroy(mutex);
    }

    @Test
    void mutexesAreIndependent() {
        List<MemorySegment> mutexes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            mutexes.add(create());
        }

        assertThat(mutexes.stream().map(MemorySegment::address)).doesNotHaveDuplicates();
        assertThat(mutexes).allSatisfy(mutex -> assertThat(lock(mutex)).isZero());
        mutexes.forEach(
                mutex -> {
                    assertThat(unlock(mutex)).isZero();
                    destroy(mutex);
                });
    }
}
