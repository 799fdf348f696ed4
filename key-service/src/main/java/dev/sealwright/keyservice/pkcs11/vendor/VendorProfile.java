package dev.sealwright.keyservice.pkcs11.vendor;

import dev.sealwright.keyservice.backend.Standing;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Locks;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.binding.ModuleInfo;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One vendor's module, and how it differs from what PKCS#11 would have one expect.
 *
 * @param name in lower case, as the configuration has it
 * @param title for people
 * @param standing what keeps the keys, by the vendor's word
 * @param manufacturers one of which CK_INFO's manufacturer begins with; empty if any will do
 * @param descriptions one of which CK_INFO's library description begins with; likewise
 * @param login what the PIN file holds
 * @param tokenMakesNonces whether AES-GCM nonces are made by the token, which writes them into the
 *     mechanism's parameters, rather than taken from the caller
 * @param point how CKA_EC_POINT comes
 * @param sessionKeys whether keys can be made that last as long as a session; without them nothing
 *     is tried out
 * @param locks between threads in the module
 * @param sessions how many can be open at once
 * @param objects how many the token holds
 * @param mechanisms the vendor's own numbers for mechanisms whose standard number is not offered
 * @param omitted attributes that the token does not take in a template, by the class of object
 * @param codes what return codes mean on this module, where that is not what they usually do
 * @param notes what else is known of it, a sentence each
 */
public record VendorProfile(
        String name,
        String title,
        Standing standing,
        List<String> manufacturers,
        List<String> descriptions,
        LoginForm login,
        boolean tokenMakesNonces,
        PointForm point,
        boolean sessionKeys,
        Locks locks,
        OptionalInt sessions,
        OptionalInt objects,
        Map<MechanismType, Long> mechanisms,
        Map<ObjectClass, Set<AttributeType>> omitted,
        Map<Code, Fault> codes,
        List<String> notes) {

    /** How a token gives an elliptic curve's point. */
    public enum PointForm {
        /** In a DER OCTET STRING, as PKCS#11 v3.1 section 6.3.3 has it. */
        WRAPPED,
        /** As bare octets. */
        BARE,
        /** Now this way, now that. */
        EITHER;

        /** For sentences. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A return code, of one function or of all.
     *
     * @param function such as {@code C_Decrypt}
     */
    public record Code(long value, Optional<String> function) {}

    public VendorProfile {
        manufacturers = List.copyOf(manufacturers);
        descriptions = List.copyOf(descriptions);
        mechanisms = Map.copyOf(mechanisms);
        omitted = Map.copyOf(omitted);
        codes = Map.copyOf(codes);
        notes = List.copyOf(notes);
    }

    /** Whether it is this module that says so of itself. */
    boolean recognises(ModuleInfo module) {
        return !(manufacturers.isEmpty() && descriptions.isEmpty())
                && begins(module.manufacturer(), manufacturers)
                && begins(module.description(), descriptions);
    }

    private static boolean begins(String text, List<String> beginnings) {
        return beginnings.isEmpty() || beginnings.stream().anyMatch(text::startsWith);
    }

    /** The number that stands for the mechanism on this module. */
    public long number(MechanismType mechanism) {
        return mechanisms.getOrDefault(mechanism, mechanism.value());
    }

    /** Whether the vendor's own mechanism does the standard one's work. */
    public boolean replaces(MechanismType mechanism) {
        return mechanisms.containsKey(mechanism);
    }

    /** The attributes to leave out when an object of this class is made. */
    public Set<AttributeType> omitted(ObjectClass objectClass) {
        return omitted.getOrDefault(objectClass, Set.of());
    }

    /** What the return code means here, if that is particular. */
    public Optional<Fault> meaning(String function, long code) {
        return Optional.ofNullable(codes.get(new Code(code, Optional.of(function))))
                .or(() -> Optional.ofNullable(codes.get(new Code(code, Optional.empty()))));
    }
}
