package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sealwright.keyservice.pkcs11.binding.FunctionTable.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The slot, token and session functions of one module. Each either answers or throws {@link
 * CryptokiException}.
 *
 * <p>A session handle must be used by one thread only, and nothing may run while {@link #finish}
 * does: modules end the process otherwise.
 */
public final class Cryptoki {
    private static final long OS_LOCKING_OK = 0x02;
    private static final long SERIAL_SESSION = 0x04;
    private static final long RW_SESSION = 0x02;
    private static final int MAX_SLOTS = 1024;
    private static final int MAX_MECHANISMS = 4096;
    private static final int LABEL_BYTES = 32;

    private final MethodHandle initialize;
    private final MethodHandle finalize;
    private final MethodHandle getInfo;
    private final MethodHandle getSlotList;
    private final MethodHandle getTokenInfo;
    private final MethodHandle getMechanismList;
    private final MethodHandle getMechanismInfo;
    private final MethodHandle initToken;
    private final MethodHandle initPin;
    private final MethodHandle openSession;
    private final MethodHandle closeSession;
    private final MethodHandle closeAllSessions;
    private final MethodHandle login;
    private final CryptokiObjects objects;
    private final CryptokiOperations operations;

    private Cryptoki(FunctionTable table) {
        initialize = table.handle(Function.C_Initialize);
        finalize = table.handle(Function.C_Finalize);
        getInfo = table.handle(Function.C_GetInfo);
        getSlotList = table.handle(Function.C_GetSlotList);
        getTokenInfo = table.handle(Function.C_GetTokenInfo);
        getMechanismList = table.handle(Function.C_GetMechanismList);
        getMechanismInfo = table.handle(Function.C_GetMechanismInfo);
        initToken = table.handle(Function.C_InitToken);
        initPin = table.handle(Function.C_InitPIN);
        openSession = table.handle(Function.C_OpenSession);
        closeSession = table.handle(Function.C_CloseSession);
        closeAllSessions = table.handle(Function.C_CloseAllSessions);
        login = table.handle(Function.C_Login);
        objects = new CryptokiObjects(table);
        operations = new CryptokiOperations(table);
    }

    /**
     * Opens a module.
     *
     * @throws IllegalArgumentException when the file is no PKCS#11 module of this machine
     */
    public static Cryptoki load(Path module) {
        return new Cryptoki(FunctionTable.load(module));
    }

    /** The module whose CK_FUNCTION_LIST this is. */
    public static Cryptoki of(MemorySegment functionList) {
        return new Cryptoki(new FunctionTable(functionList));
    }

    /** The functions on objects. */
    public CryptokiObjects objects() {
        return objects;
    }

    /** The functions that use keys. */
    public CryptokiOperations operations() {
        return operations;
    }

    /** C_Initialize, with the module's own locks. */
    public void initialise() {
        initialise(Locks.OWN);
    }

    /** C_Initialize. */
    public void initialise(Locks locks) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment args = arena.allocate(Structures.INITIALIZE_ARGS);
            if (locks == Locks.ADAPTIVE) {
                AdaptiveMutexes.functions().ifPresent(functions -> give(args, functions));
            }
            args.set(
                    JAVA_LONG,
                    Structures.offset(Structures.INITIALIZE_ARGS, "flags"),
                    OS_LOCKING_OK);
            check("C_Initialize", () -> (long) initialize.invokeExact(args));
        }
    }

    private static void give(MemorySegment args, List<MemorySegment> mutexFunctions) {
        for (int i = 0; i < mutexFunctions.size(); i++) {
            args.setAtIndex(ADDRESS, i, mutexFunctions.get(i));
        }
    }

    /** C_Finalize. */
    public void finish() {
        check("C_Finalize", () -> (long) finalize.invokeExact(MemorySegment.NULL));
    }

    public ModuleInfo moduleInfo() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(Structures.INFO);
            check("C_GetInfo", () -> (long) getInfo.invokeExact(info));
            return ModuleInfo.of(info);
        }
    }

    /** The slots that hold a token, initialised or not. */
    public List<Long> slots() {
        byte tokenPresent = 1;
        return numbers(
                "C_GetSlotList",
                MAX_SLOTS,
                (list, count) -> (long) getSlotList.invokeExact(tokenPresent, list, count));
    }

    public TokenInfo tokenInfo(long slot) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(Structures.TOKEN_INFO);
            check("C_GetTokenInfo", () -> (long) getTokenInfo.invokeExact(slot, info));
            return TokenInfo.of(info);
        }
    }

    /** The CKM numbers of what the token can do. */
    public List<Long> mechanisms(long slot) {
        return numbers(
                "C_GetMechanismList",
                MAX_MECHANISMS,
                (list, count) -> (long) getMechanismList.invokeExact(slot, list, count));
    }

    /** The largest key the mechanism takes, in the mechanism's unit (bits for elliptic curves). */
    public long largestKey(long slot, long mechanism) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(Structures.MECHANISM_INFO);
            check(
                    "C_GetMechanismInfo",
                    () -> (long) getMechanismInfo.invokeExact(slot, mechanism, info));
            return info.get(JAVA_LONG, Structures.offset(Structures.MECHANISM_INFO, "maximum"));
        }
    }

    /**
     * C_InitToken: erases the slot's token. The PIN lies in native memory that the caller wipes.
     */
    public void initialiseToken(long slot, MemorySegment soPin, String label) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment padded = arena.allocate(LABEL_BYTES).fill((byte) ' ');
            MemorySegment text = MemorySegment.ofArray(NativeText.bytes(label, LABEL_BYTES));
            MemorySegment.copy(text, 0, padded, 0, text.byteSize());
            long length = soPin.byteSize();
            check("C_InitToken", () -> (long) initToken.invokeExact(slot, soPin, length, padded));
        }
    }

    /** C_InitPIN in a session of the security officer. */
    public void initialisePin(long session, MemorySegment userPin) {
        long length = userPin.byteSize();
        check("C_InitPIN", () -> (long) initPin.invokeExact(session, userPin, length));
    }

    /** A read-write session. */
    public long openSession(long slot) {
        return openSession(slot, SERIAL_SESSION | RW_SESSION);
    }

    /** For tokens that are not written to. */
    public long openReadingSession(long slot) {
        return openSession(slot, SERIAL_SESSION);
    }

    private long openSession(long slot, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(JAVA_LONG);
            check(
                    "C_OpenSession",
                    () ->
                            (long)
                                    openSession.invokeExact(
                                            slot,
                                            flags,
                                            MemorySegment.NULL,
                                            MemorySegment.NULL,
                                            handle));
            return handle.get(JAVA_LONG, 0);
        }
    }

    public void closeSession(long session) {
        check("C_CloseSession", () -> (long) closeSession.invokeExact(session));
    }

    public void closeAllSessions(long slot) {
        check("C_CloseAllSessions", () -> (long) closeAllSessions.invokeExact(slot));
    }

    /** C_Login. The PIN lies in native memory that the caller wipes. */
    public void login(long session, UserType user, MemorySegment pin) {
        long length = pin.byteSize();
        long type = user.value();
        check("C_Login", () -> (long) login.invokeExact(session, type, pin, length));
    }

    @FunctionalInterface
    private interface ListCall {
        long fill(MemorySegment list, MemorySegment count) throws Throwable;
    }

    /** Asks how many, then with room for a few more, since the number may have grown between. */
    private static List<Long> numbers(String function, int most, ListCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            check(function, () -> call.fill(MemorySegment.NULL, count));
            long room = Math.min(most, count.get(JAVA_LONG, 0) + 16);
            MemorySegment list = arena.allocate(JAVA_LONG, room);
            count.set(JAVA_LONG, 0, room);
            check(function, () -> call.fill(list, count));
            List<Long> numbers = new ArrayList<>();
            for (long i = 0; i < Math.min(room, count.get(JAVA_LONG, 0)); i++) {
                numbers.add(list.getAtIndex(JAVA_LONG, i));
            }
            return List.copyOf(numbers);
        }
    }

    static void check(String function, Downcall downcall) {
        long rv = Downcall.answer(downcall);
        if (rv != ReturnCode.OK.value()) {
            throw new CryptokiException(function, rv);
        }
    }
}
