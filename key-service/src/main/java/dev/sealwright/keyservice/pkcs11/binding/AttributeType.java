package dev.sealwright.keyservice.pkcs11.binding;

/** The object attributes in use (CKA), with the room to set aside when reading one. */
public enum AttributeType {
    CLASS(0x00, AttributeType.ULONG),
    TOKEN(0x01, AttributeType.BOOL),
    PRIVATE(0x02, AttributeType.BOOL),
    LABEL(0x03, 256),
    /** Read of ML-DSA public keys alone: of any other key it may be the key. */
    VALUE(0x11, 1952),
    KEY_TYPE(0x100, AttributeType.ULONG),
    ID(0x102, 128),
    SENSITIVE(0x103, AttributeType.BOOL),
    ENCRYPT(0x104, AttributeType.BOOL),
    DECRYPT(0x105, AttributeType.BOOL),
    WRAP(0x106, AttributeType.BOOL),
    UNWRAP(0x107, AttributeType.BOOL),
    SIGN(0x108, AttributeType.BOOL),
    VERIFY(0x10A, AttributeType.BOOL),
    DERIVE(0x10C, AttributeType.BOOL),
    MODULUS(0x120, 512),
    MODULUS_BITS(0x121, 0),
    PUBLIC_EXPONENT(0x122, 8),
    VALUE_LEN(0x161, AttributeType.ULONG),
    EXTRACTABLE(0x162, AttributeType.BOOL),
    LOCAL(0x163, AttributeType.BOOL),
    NEVER_EXTRACTABLE(0x164, AttributeType.BOOL),
    ALWAYS_SENSITIVE(0x165, AttributeType.BOOL),
    MODIFIABLE(0x170, AttributeType.BOOL),
    EC_PARAMS(0x180, 64),
    EC_POINT(0x181, 256),
    ALWAYS_AUTHENTICATE(0x202, AttributeType.BOOL),
    PARAMETER_SET(0x61D, AttributeType.ULONG);

    private static final int ULONG = 8;
    private static final int BOOL = 1;

    private final long value;
    private final int room;

    AttributeType(long value, int room) {
        this.value = value;
        this.room = room;
    }

    public long value() {
        return value;
    }

    int room() {
        return room;
    }
}
