package dev.sealwright.attestation.hsmkey;

import static dev.sealwright.attestation.hsmkey.LiquidSecurityObject.PRIVATE_KEY;
import static dev.sealwright.attestation.hsmkey.LiquidSecurityObject.PUBLIC_KEY;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.attestation.wire.Gzip;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.PublicKey;
import java.util.Map;

/**
 * What a Marvell (Cavium) LiquidSecurity HSM signed of one key pair. Read, not verified; see {@link
 * LiquidSecurityEvidence}.
 *
 * <p>The form is Marvell's version 2 (firmware 3.2 on; {@code CAVIUM_V2_COMPRESSED} of Google Cloud
 * KMS, which packs it by gzip), big-endian: response code, flags, size of all, size of the
 * attributes' part, each of 4 bytes; handles of the public and of the private half, 8 bytes each;
 * then that part: version, flags, offsets of both objects, 2 bytes each, and the objects; last an
 * RSA signature of 256 bytes over all before it (Marvell, "LiquidSecurity Software Key
 * Attestation").
 *
 * @param signed everything before the signature
 * @param key that it is about: DER SubjectPublicKeyInfo
 * @param id of both halves
 * @param claims of the private half
 */
record LiquidSecurityAttestation(
        Bytes signed, Bytes signature, Bytes key, String id, Map<KeyClaim, Boolean> claims) {
    /** Bytes of one, packed or not. */
    static final int MAX_SIZE = 16 * 1024;

    /** Bytes of its signature. */
    static final int SIGNATURE = 256;

    private static final String WHAT = "a LiquidSecurity attestation";
    private static final int SUCCESS = 0;
    private static final int ATTRIBUTES_AND_SIGNATURE = 3;
    private static final int VERSION = 1;

    /**
     * Reads one, packed or not.
     *
     * @throws MalformedException when it is not one of a key pair, whole and with nothing beside it
     */
    static LiquidSecurityAttestation parse(Bytes file) {
        Bytes whole = Gzip.isPacked(file) ? Gzip.unpack(file, MAX_SIZE) : file;
        if (whole.size() > MAX_SIZE) {
            throw new MalformedException(WHAT + " of more than " + MAX_SIZE + " bytes");
        }
        ByteReader in = ByteReader.bigEndian(whole, WHAT);
        require(
                in.u32() == SUCCESS && in.u32() == ATTRIBUTES_AND_SIGNATURE,
                "not " + WHAT + " with attributes and signature");
        require(in.u32() == whole.size(), WHAT + " of another size than it says");
        long size = in.u32();
        long publicHandle = in.u64();
        long privateHandle = in.u64();
        require(
                size == (long) in.remaining() - SIGNATURE,
                WHAT + " that is not of version 2, or not of a key pair");
        Pair pair = Pair.read(ByteReader.bigEndian(in.bytes(size, MAX_SIZE), WHAT));
        require(
                pair.publicHalf.handle() == publicHandle
                        && pair.privateHalf.handle() == privateHandle,
                WHAT + " of other objects than it says");
        PublicKey key = pair.publicHalf.publicKey();
        String id = pair.publicHalf.id();
        require(
                key.equals(pair.privateHalf.publicKey()) && id.equals(pair.privateHalf.id()),
                WHAT + " of two halves that are not of one key");
        return new LiquidSecurityAttestation(
                whole.slice(0, whole.size() - SIGNATURE),
                in.rest(),
                Bytes.of(key.getEncoded()),
                id,
                pair.privateHalf.claims());
    }

    /** The part of it that lists attributes. */
    private record Pair(LiquidSecurityObject publicHalf, LiquidSecurityObject privateHalf) {
        static Pair read(ByteReader in) {
            require(
                    in.u16() == VERSION && in.u16() == ATTRIBUTES_AND_SIGNATURE,
                    WHAT + " of another version");
            int first = in.u16();
            int second = in.u16();
            require(first == in.at(), WHAT + " with something before its objects");
            LiquidSecurityObject publicHalf = LiquidSecurityObject.read(in, MAX_SIZE);
            require(second == in.at(), WHAT + " with something between its objects");
            LiquidSecurityObject privateHalf = LiquidSecurityObject.read(in, MAX_SIZE);
            in.end();
            require(
                    publicHalf.kind() == PUBLIC_KEY && privateHalf.kind() == PRIVATE_KEY,
                    WHAT + " that is not of a public and a private key");
            return new Pair(publicHalf, privateHalf);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new MalformedException(otherwise);
        }
    }
}
