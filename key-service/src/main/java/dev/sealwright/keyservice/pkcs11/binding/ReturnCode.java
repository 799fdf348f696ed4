package dev.sealwright.keyservice.pkcs11.binding;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a PKCS#11 function answers (CK_RV). The names are the standard's without their CKR_. */
public enum ReturnCode {
    OK(0x0L),
    CANCEL(0x1L),
    HOST_MEMORY(0x2L),
    SLOT_ID_INVALID(0x3L),
    GENERAL_ERROR(0x5L),
    FUNCTION_FAILED(0x6L),
    ARGUMENTS_BAD(0x7L),
    NO_EVENT(0x8L),
    NEED_TO_CREATE_THREADS(0x9L),
    CANT_LOCK(0xAL),
    ATTRIBUTE_READ_ONLY(0x10L),
    ATTRIBUTE_SENSITIVE(0x11L),
    ATTRIBUTE_TYPE_INVALID(0x12L),
    ATTRIBUTE_VALUE_INVALID(0x13L),
    ACTION_PROHIBITED(0x1BL),
    DATA_INVALID(0x20L),
    DATA_LEN_RANGE(0x21L),
    DEVICE_ERROR(0x30L),
    DEVICE_MEMORY(0x31L),
    DEVICE_REMOVED(0x32L),
    ENCRYPTED_DATA_INVALID(0x40L),
    ENCRYPTED_DATA_LEN_RANGE(0x41L),
    AEAD_DECRYPT_FAILED(0x42L),
    FUNCTION_CANCELED(0x50L),
    FUNCTION_NOT_PARALLEL(0x51L),
    FUNCTION_NOT_SUPPORTED(0x54L),
    KEY_HANDLE_INVALID(0x60L),
    KEY_SIZE_RANGE(0x62L),
    KEY_TYPE_INCONSISTENT(0x63L),
    KEY_NOT_NEEDED(0x64L),
    KEY_CHANGED(0x65L),
    KEY_NEEDED(0x66L),
    KEY_INDIGESTIBLE(0x67L),
    KEY_FUNCTION_NOT_PERMITTED(0x68L),
    KEY_NOT_WRAPPABLE(0x69L),
    KEY_UNEXTRACTABLE(0x6AL),
    MECHANISM_INVALID(0x70L),
    MECHANISM_PARAM_INVALID(0x71L),
    OBJECT_HANDLE_INVALID(0x82L),
    OPERATION_ACTIVE(0x90L),
    OPERATION_NOT_INITIALIZED(0x91L),
    PIN_INCORRECT(0xA0L),
    PIN_INVALID(0xA1L),
    PIN_LEN_RANGE(0xA2L),
    PIN_EXPIRED(0xA3L),
    PIN_LOCKED(0xA4L),
    SESSION_CLOSED(0xB0L),
    SESSION_COUNT(0xB1L),
    SESSION_HANDLE_INVALID(0xB3L),
    SESSION_PARALLEL_NOT_SUPPORTED(0xB4L),
    SESSION_READ_ONLY(0xB5L),
    SESSION_EXISTS(0xB6L),
    SESSION_READ_ONLY_EXISTS(0xB7L),
    SESSION_READ_WRITE_SO_EXISTS(0xB8L),
    SIGNATURE_INVALID(0xC0L),
    SIGNATURE_LEN_RANGE(0xC1L),
    TEMPLATE_INCOMPLETE(0xD0L),
    TEMPLATE_INCONSISTENT(0xD1L),
    TOKEN_NOT_PRESENT(0xE0L),
    TOKEN_NOT_RECOGNIZED(0xE1L),
    TOKEN_WRITE_PROTECTED(0xE2L),
    UNWRAPPING_KEY_HANDLE_INVALID(0xF0L),
    UNWRAPPING_KEY_SIZE_RANGE(0xF1L),
    UNWRAPPING_KEY_TYPE_INCONSISTENT(0xF2L),
    USER_ALREADY_LOGGED_IN(0x100L),
    USER_NOT_LOGGED_IN(0x101L),
    USER_PIN_NOT_INITIALIZED(0x102L),
    USER_TYPE_INVALID(0x103L),
    USER_ANOTHER_ALREADY_LOGGED_IN(0x104L),
    USER_TOO_MANY_TYPES(0x105L),
    WRAPPED_KEY_INVALID(0x110L),
    WRAPPED_KEY_LEN_RANGE(0x112L),
    WRAPPING_KEY_HANDLE_INVALID(0x113L),
    WRAPPING_KEY_SIZE_RANGE(0x114L),
    WRAPPING_KEY_TYPE_INCONSISTENT(0x115L),
    RANDOM_SEED_NOT_SUPPORTED(0x120L),
    RANDOM_NO_RNG(0x121L),
    DOMAIN_PARAMS_INVALID(0x130L),
    CURVE_NOT_SUPPORTED(0x140L),
    BUFFER_TOO_SMALL(0x150L),
    SAVED_STATE_INVALID(0x160L),
    INFORMATION_SENSITIVE(0x170L),
    STATE_UNSAVEABLE(0x180L),
    CRYPTOKI_NOT_INITIALIZED(0x190L),
    CRYPTOKI_ALREADY_INITIALIZED(0x191L),
    MUTEX_BAD(0x1A0L),
    MUTEX_NOT_LOCKED(0x1A1L),
    NEW_PIN_MODE(0x1B0L),
    NEXT_OTP(0x1B1L),
    FUNCTION_REJECTED(0x200L);

    private static final Map<Long, ReturnCode> BY_VALUE =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(code -> code.value, Function.identity()));

    private final long value;

    ReturnCode(long value) {
        this.value = value;
    }

    public long value() {
        return value;
    }

    /** The code of this number; empty for a vendor's own. */
    public static Optional<ReturnCode> of(long value) {
        return Optional.ofNullable(BY_VALUE.get(value));
    }

    /** {@code CKR_…} and the number, for messages. */
    public static String describe(long value) {
        String number = "0x" + Long.toHexString(value);
        return of(value)
                .map(code -> "CKR_" + code + " (" + number + ")")
                .orElse("vendor code " + number);
    }
}
