package dev.sealwright.keyservice.pkcs11.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * CK_FUNCTION_LIST: a version, then one pointer for each function of PKCS#11 v2.40 in the order of
 * the standard's header. A v3 module answers the same list from C_GetFunctionList.
 */
@SuppressWarnings("restricted") // Native calls are what this class is for.
final class FunctionTable {
    /** The functions in use, with their place in the list. */
    enum Function {
        C_Initialize(0, ADDRESS),
        C_Finalize(1, ADDRESS),
        C_GetInfo(2, ADDRESS),
        C_GetSlotList(4, JAVA_BYTE, ADDRESS, ADDRESS),
        C_GetTokenInfo(6, JAVA_LONG, ADDRESS),
        C_GetMechanismList(7, JAVA_LONG, ADDRESS, ADDRESS),
        C_GetMechanismInfo(8, JAVA_LONG, JAVA_LONG, ADDRESS),
        C_InitToken(9, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
        C_InitPIN(10, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_OpenSession(12, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS),
        C_CloseSession(13, JAVA_LONG),
        C_CloseAllSessions(14, JAVA_LONG),
        C_Login(18, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_CreateObject(20, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
        C_DestroyObject(22, JAVA_LONG, JAVA_LONG),
        C_GetAttributeValue(24, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_SetAttributeValue(25, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_FindObjectsInit(26, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_FindObjects(27, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
        C_FindObjectsFinal(28, JAVA_LONG),
        C_EncryptInit(29, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_Encrypt(30, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
        C_DecryptInit(33, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_Decrypt(34, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
        C_SignInit(42, JAVA_LONG, ADDRESS, JAVA_LONG),
        C_Sign(43, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
        C_GenerateKey(58, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
        C_GenerateKeyPair(
                59, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

        private final int index;

        @SuppressWarnings(
                "ImmutableEnumChecker") // Immutable by its documentation, if not by annotation.
        private final FunctionDescriptor descriptor;

        Function(int index, MemoryLayout... arguments) {
            this.index = index;
            this.descriptor = FunctionDescriptor.of(JAVA_LONG, arguments);
        }

        /** Where its pointer stands in the list. */
        long offset() {
            return ADDRESS.byteSize() * (1 + index);
        }

        FunctionDescriptor descriptor() {
            return descriptor;
        }
    }

    /** The version and all 68 pointers of v2.40. */
    static final long SIZE = ADDRESS.byteSize() * 69;

    private final MemorySegment list;

    FunctionTable(MemorySegment list) {
        this.list = list.reinterpret(SIZE);
    }

    /** Opens the module, which stays open as long as the process, and asks for its list. */
    static FunctionTable load(Path module) {
        MemoryLayout cLong = Linker.nativeLinker().canonicalLayouts().get("long");
        if (cLong == null || cLong.byteSize() != JAVA_LONG.byteSize()) {
            throw new UnsupportedOperationException(
                    "PKCS#11 needs a machine whose C long has 64 bits");
        }
        SymbolLookup library = SymbolLookup.libraryLookup(module, Arena.global());
        MemorySegment entry =
                library.find("C_GetFunctionList")
                        .orElseThrow(
                                () -> new IllegalArgumentException("it has no C_GetFunctionList"));
        MethodHandle getFunctionList =
                Linker.nativeLinker()
                        .downcallHandle(entry, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            long rv = Downcall.answer(() -> (long) getFunctionList.invokeExact(pointer));
            if (rv != ReturnCode.OK.value()) {
                throw new CryptokiException("C_GetFunctionList", rv);
            }
            return new FunctionTable(pointer.get(ADDRESS, 0));
        }
    }

    MethodHandle handle(Function function) {
        return shape(function).bindTo(address(function));
    }

    /** Where the function is. */
    MemorySegment address(Function function) {
        return list.get(ADDRESS, function.offset());
    }

    /**
     * A call of any function with the same arguments, whose address comes first. As a constant it
     * costs less than a handle for one address that is none.
     */
    static MethodHandle shape(Function function) {
        return Linker.nativeLinker().downcallHandle(function.descriptor());
    }
}
