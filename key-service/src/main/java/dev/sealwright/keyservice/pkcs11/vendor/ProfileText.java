package dev.sealwright.keyservice.pkcs11.vendor;

import dev.sealwright.keyservice.backend.Standing;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Locks;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile.Code;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile.PointForm;
import dev.sealwright.protocol.MalformedException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a profile, which is lines of a word and what it says: {@code login user-password}. Blank
 * lines and those that begin with {@code #} say nothing. Every word must be known, and what a
 * profile must say it says once.
 */
final class ProfileText {
    static final int MAX_BYTES = 16 * 1024;

    private static final String FIRST = "sealwright-pkcs11-profile 1";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** A key that lacks one of these is not what was asked for, whatever the token takes. */
    private static final Set<AttributeType> NEVER_OMITTED =
            EnumSet.of(
                    AttributeType.CLASS,
                    AttributeType.KEY_TYPE,
                    AttributeType.TOKEN,
                    AttributeType.LABEL,
                    AttributeType.ID,
                    AttributeType.SENSITIVE,
                    AttributeType.EXTRACTABLE,
                    AttributeType.SIGN,
                    AttributeType.ENCRYPT,
                    AttributeType.DECRYPT,
                    AttributeType.EC_PARAMS,
                    AttributeType.MODULUS_BITS,
                    AttributeType.VALUE_LEN);

    private final ProfileLines lines;

    private ProfileText(ProfileLines lines) {
        this.lines = lines;
    }

    /**
     * @throws MalformedException when it is not a profile
     */
    static VendorProfile parse(byte[] text) {
        return new ProfileText(ProfileLines.read(text, FIRST, MAX_BYTES)).profile();
    }

    private VendorProfile profile() {
        VendorProfile profile =
                new VendorProfile(
                        name(),
                        lines.one("title"),
                        constant(Standing.class, "standing", lines.one("standing")),
                        lines.all("manufacturer"),
                        lines.all("description"),
                        constant(LoginForm.class, "login", lines.one("login")),
                        lines.choice("nonce", "token", "caller"),
                        constant(PointForm.class, "point", lines.one("point")),
                        lines.choice("session-keys", "yes", "no"),
                        locks(),
                        lines.most("most-sessions", 2),
                        lines.most("most-objects", 1),
                        mechanisms(),
                        omitted(),
                        codes(),
                        lines.all("note"));
        lines.end();
        return profile;
    }

    private String name() {
        String name = lines.one("name");
        if (!NAME.matcher(name).matches()) {
            throw new MalformedException("a profile's name is 1 to 32 of a-z 0-9 -");
        }
        return name;
    }

    private Locks locks() {
        return lines.optional("locks")
                .map(text -> constant(Locks.class, "locks", text))
                .orElse(Locks.OWN);
    }

    /** {@code mechanism AES_GCM 0x8001e101} */
    private Map<MechanismType, Long> mechanisms() {
        Map<MechanismType, Long> numbers = new EnumMap<>(MechanismType.class);
        for (String line : lines.all("mechanism")) {
            String[] words = words("mechanism", line, 2, 2);
            once(
                    numbers.put(
                            constant(MechanismType.class, "mechanism", words[0]), number(words[1])),
                    "mechanism " + words[0]);
        }
        return numbers;
    }

    /** {@code omit public PRIVATE MODIFIABLE} */
    private Map<ObjectClass, Set<AttributeType>> omitted() {
        Map<ObjectClass, Set<AttributeType>> omitted = new EnumMap<>(ObjectClass.class);
        for (String line : lines.all("omit")) {
            String[] words = words("omit", line, 2, AttributeType.values().length);
            Set<AttributeType> types = EnumSet.noneOf(AttributeType.class);
            for (int i = 1; i < words.length; i++) {
                AttributeType type = constant(AttributeType.class, "attribute", words[i]);
                boolean harmless = words[0].equals("public") && type == AttributeType.ENCRYPT;
                if (NEVER_OMITTED.contains(type) && !harmless) {
                    throw new MalformedException("CKA_" + type + " is never left out");
                }
                types.add(type);
            }
            once(
                    omitted.put(
                            constant(ObjectClass.class, "class", words[0] + "_key"),
                            Set.copyOf(types)),
                    "omit " + words[0]);
        }
        return omitted;
    }

    /** {@code code DEVICE_ERROR restart} or {@code code GENERAL_ERROR not-authentic C_Decrypt} */
    private Map<Code, Fault> codes() {
        Map<Code, Fault> codes = new HashMap<>();
        for (String line : lines.all("code")) {
            String[] words = words("code", line, 2, 3);
            Optional<String> function =
                    words.length == 3 ? Optional.of(function(words[2])) : Optional.empty();
            long value = words[0].startsWith("0x") ? number(words[0]) : returnCode(words[0]);
            once(
                    codes.put(new Code(value, function), constant(Fault.class, "fault", words[1])),
                    "code " + words[0]);
        }
        return codes;
    }

    private static String function(String text) {
        if (!Pattern.matches("C_[A-Za-z]{1,30}", text)) {
            throw new MalformedException("'" + text + "' is no function of PKCS#11");
        }
        return text;
    }

    private static long returnCode(String name) {
        ReturnCode code = constant(ReturnCode.class, "return code", name);
        if (code == ReturnCode.OK) {
            throw new MalformedException("CKR_OK means no fault");
        }
        return code.value();
    }

    private static long number(String text) {
        if (!Pattern.matches("0x[0-9a-f]{1,8}", text)) {
            throw new MalformedException("'" + text + "' is no number like 0x80000001");
        }
        return Long.parseLong(text.substring(2), 16);
    }

    private static String[] words(String key, String line, int least, int most) {
        String[] words = line.split(" ", -1);
        if (words.length < least || words.length > most) {
            throw new MalformedException("'" + key + "' says too little or too much: " + line);
        }
        return words;
    }

    private static void once(@Nullable Object earlier, String what) {
        if (earlier != null) {
            throw new MalformedException("'" + what + "' is said twice");
        }
    }

    /** Constants are written in lower case with hyphens, or as PKCS#11 has them. */
    private static <E extends Enum<E>> E constant(Class<E> type, String what, String text) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new MalformedException(
                "'" + text + "' is no " + what + "; there are " + List.of(type.getEnumConstants()));
    }
}
