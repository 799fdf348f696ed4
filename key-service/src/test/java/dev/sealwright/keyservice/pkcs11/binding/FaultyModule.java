package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sealwright.keyservice.pkcs11.binding.FunctionTable.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PKCS#11 module behind a function list of our own, whose functions can be told to fail:
 * hardware that breaks, as the code above sees it. What is not told to fail goes through.
 */
@SuppressWarnings("restricted")
public final class FaultyModule {
    private interface Fault {
        long instead(Passage passage) throws Throwable;
    }

    private interface Passage {
        long go() throws Throwable;
    }

    private final Arena arena = Arena.ofShared();
    private final Map<Function, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<Function, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Cryptoki cryptoki;

    public FaultyModule(Path module) {
        MemorySegment real = functionList(module);
        MemorySegment copy =
                arena.allocate(FunctionTable.SIZE, ADDRESS.byteAlignment()).copyFrom(real);
        var table = new FunctionTable(real);
        for (Function function : Function.values()) {
            copy.set(ADDRESS, function.offset(), stub(function, table.handle(function)));
        }
        cryptoki = Cryptoki.of(copy);
    }

    /** The module with its faults. */
    public Cryptoki cryptoki() {
        return cryptoki;
    }

    /** The next calls of the function answer this and do nothing. */
    public void refuse(String function, ReturnCode code, int times) {
        for (int i = 0; i < times; i++) {
            queue(function).add(passage -> code.value());
        }
    }

    /** The next call of the function is made, and answers this all the same. */
    public void breakAfter(String function, ReturnCode code) {
        queue(function)
                .add(
                        passage -> {
                            long _ = passage.go();
                            return code.value();
                        });
    }

    /** The next call of the function does not come back before the latch is down. */
    public CountDownLatch hang(String function) {
        var release = new CountDownLatch(1);
        queue(function)
                .add(
                        passage -> {
                            release.await();
                            return passage.go();
                        });
        return release;
    }

    /** How often the function was called so far. */
    public int calls(String function) {
        return count(Function.valueOf(function)).get();
    }

    private Queue<Fault> queue(String function) {
        return faults.computeIfAbsent(
                Function.valueOf(function), _ -> new ConcurrentLinkedQueue<>());
    }

    private AtomicInteger count(Function function) {
        return calls.computeIfAbsent(function, _ -> new AtomicInteger());
    }

    /** What a function of our list runs. */
    @SuppressWarnings("UnusedMethod") // Found by its name in stub.
    private long answer(Function function, MethodHandle real, Object[] arguments) {
        count(function).incrementAndGet();
        Fault fault = faults.getOrDefault(function, new ConcurrentLinkedQueue<>()).poll();
        Passage passage = () -> (long) real.invokeWithArguments(arguments);
        try {
            return fault == null ? passage.go() : fault.instead(passage);
        } catch (Throwable e) {
            return ReturnCode.FUNCTION_FAILED.value();
        }
    }

    private MemorySegment stub(Function function, MethodHandle real) {
        FunctionDescriptor descriptor = function.descriptor();
        try {
            MethodHandle answer =
                    MethodHandles.lookup()
                            .findVirtual(
                                    FaultyModule.class,
                                    "answer",
                                    MethodType.methodType(
                                            long.class,
                                            Function.class,
                                            MethodHandle.class,
                                            Object[].class));
            MethodHandle target =
                    MethodHandles.insertArguments(answer, 0, this, function, real)
                            .asCollector(Object[].class, descriptor.argumentLayouts().size())
                            .asType(descriptor.toMethodType());
            return Linker.nativeLinker().upcallStub(target, descriptor, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemorySegment functionList(Path module) {
        MemorySegment entry =
                SymbolLookup.libraryLookup(module, Arena.global())
                        .find("C_GetFunctionList")
                        .orElseThrow();
        MethodHandle get =
                Linker.nativeLinker()
                        .downcallHandle(entry, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        try (Arena own = Arena.ofConfined()) {
            MemorySegment pointer = own.allocate(ADDRESS);
            long rv = (long) get.invokeWithArguments(pointer);
            if (rv != 0) {
                throw new CryptokiException("C_GetFunctionList", rv);
            }
            return pointer.get(ADDRESS, 0).reinterpret(FunctionTable.SIZE);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
