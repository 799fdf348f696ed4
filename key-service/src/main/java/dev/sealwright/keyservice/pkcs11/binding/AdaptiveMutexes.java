package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Mutexes of the GNU C library that spin for a moment before they sleep
 * (PTHREAD_MUTEX_ADAPTIVE_NP), as the functions that CK_C_INITIALIZE_ARGS takes (PKCS#11 v3.1
 * section 3.7). Locking and unlocking are the library's functions themselves, with no Java between:
 * they answer 0, as CKR_OK is, in a register that is as wide. Destroying is {@code free}, which is
 * right for a mutex that any module allocated, too, and answers nothing: so this is for modules
 * only that do not ask. Java makes them, when a module begins or finds a new object; a module that
 * is unloaded as the process ends makes none.
 */
@SuppressWarnings("restricted") // Native calls are what this package is for.
final class AdaptiveMutexes {
    private static final int ADAPTIVE = 3;

    /** More than either of the library's structures has, on any machine. */
    private static final long ROOM = 64;

    private static final Set<String> NEEDED =
            Set.of(
                    "gnu_get_libc_version",
                    "calloc",
                    "free",
                    "pthread_mutexattr_init",
                    "pthread_mutexattr_settype",
                    "pthread_mutex_init",
                    "pthread_mutex_lock",
                    "pthread_mutex_unlock");

    private static final FunctionDescriptor CREATE =
            FunctionDescriptor.of(JAVA_LONG, ADDRESS.withTargetLayout(ADDRESS));

    private final MethodHandle allocate;
    private final MethodHandle initialise;
    private final MemorySegment kind;

    private AdaptiveMutexes(MethodHandle allocate, MethodHandle initialise, MemorySegment kind) {
        this.allocate = allocate;
        this.initialise = initialise;
        this.kind = kind;
    }

    /** CreateMutex, DestroyMutex, LockMutex and UnlockMutex; empty on another C library. */
    static Optional<List<MemorySegment>> functions() {
        return OfThisProcess.FUNCTIONS;
    }

    private static final class OfThisProcess {
        static final Optional<List<MemorySegment>> FUNCTIONS =
                make(Linker.nativeLinker(), loaded(Linker.nativeLinker()));
    }

    private static Optional<List<MemorySegment>> make(Linker linker, SymbolLookup library) {
        if (!NEEDED.stream().allMatch(function -> library.find(function).isPresent())) {
            return Optional.empty();
        }
        MemorySegment kind = Arena.global().allocate(ROOM);
        MethodHandle begin =
                linker.downcallHandle(
                        library.findOrThrow("pthread_mutexattr_init"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS));
        MethodHandle choose =
                linker.downcallHandle(
                        library.findOrThrow("pthread_mutexattr_settype"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        if (Downcall.answer(() -> (int) begin.invokeExact(kind)) != 0
                || Downcall.answer(() -> (int) choose.invokeExact(kind, ADAPTIVE)) != 0) {
            return Optional.empty();
        }
        var mutexes =
                new AdaptiveMutexes(
                        linker.downcallHandle(
                                library.findOrThrow("calloc"),
                                FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG)),
                        linker.downcallHandle(
                                library.findOrThrow("pthread_mutex_init"),
                                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
                        kind);
        return Optional.of(
                List.of(
                        linker.upcallStub(mutexes.creation(), CREATE, Arena.global()),
                        library.findOrThrow("free"),
                        library.findOrThrow("pthread_mutex_lock"),
                        library.findOrThrow("pthread_mutex_unlock")));
    }

    /**
     * What a module finds that is loaded into this process: another allocator may have been put
     * before the library's.
     */
    private static SymbolLookup loaded(Linker linker) {
        MethodHandle dlsym =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("dlsym"),
                        FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS));
        return function -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment name = arena.allocateFrom(function);
                long address =
                        Downcall.answer(() -> (long) dlsym.invokeExact(MemorySegment.NULL, name));
                return Optional.of(MemorySegment.ofAddress(address))
                        .filter(found -> found.address() != 0);
            }
        };
    }

    private MethodHandle creation() {
        ToLongFunction<MemorySegment> creation = this::create;
        MethodType type = MethodType.methodType(long.class, Object.class);
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(ToLongFunction.class, "applyAsLong", type)
                    .bindTo(creation)
                    .asType(CREATE.toMethodType());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the interface has this method", e);
        }
    }

    /** CreateMutex. Nothing may be thrown into the module: the process would end. */
    private long create(MemorySegment place) {
        try {
            MemorySegment mutex = (MemorySegment) allocate.invokeExact(1L, ROOM);
            if (mutex.equals(MemorySegment.NULL)) {
                return ReturnCode.HOST_MEMORY.value();
            }
            place.set(ADDRESS, 0, mutex);
            return (int) initialise.invokeExact(mutex, kind) == 0
                    ? ReturnCode.OK.value()
                    : ReturnCode.GENERAL_ERROR.value();
        } catch (Throwable e) {
            return ReturnCode.GENERAL_ERROR.value();
        }
    }
}
