package dev.sealwright.keyservice.pkcs11.vendor;

import dev.sealwright.keyservice.pkcs11.binding.ModuleInfo;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The profiles that come with the service. */
public final class VendorProfiles {
    /**
     * For a module that nothing is known of: taken for software, and to do as the standard says.
     */
    private static final String UNKNOWN = "unknown";

    private static final List<String> NAMES =
            List.of(
                    "softhsm2",
                    "kryoptic",
                    "aws-cloudhsm",
                    "thales-luna",
                    "yubihsm2",
                    "google-kms-pkcs11",
                    "tpm2-pkcs11");

    private VendorProfiles() {}

    /** The names of those that can be recognised. */
    public static List<String> names() {
        return NAMES;
    }

    /** The one whose module says this of itself; that of an unknown module if none does. */
    public static VendorProfile recognised(ModuleInfo module) {
        return NAMES.stream()
                .map(VendorProfiles::builtIn)
                .filter(profile -> profile.recognises(module))
                .findFirst()
                .orElseGet(VendorProfiles::unknown);
    }

    public static VendorProfile unknown() {
        return builtIn(UNKNOWN);
    }

    /**
     * The one that the configuration chooses.
     *
     * @param choice a name, or the path of a file, which has a slash
     * @throws MalformedException when there is none, or the file is not of the form
     */
    public static VendorProfile chosen(String choice) {
        if (choice.contains("/")) {
            return ofFile(choice);
        }
        return Optional.of(choice)
                .filter(name -> NAMES.contains(name) || name.equals(UNKNOWN))
                .map(VendorProfiles::builtIn)
                .orElseThrow(
                        () ->
                                new MalformedException(
                                        "'"
                                                + choice
                                                + "' is no profile; there are "
                                                + String.join(", ", NAMES)
                                                + ", "
                                                + UNKNOWN
                                                + ", and files, named by a path with a slash"));
    }

    private static VendorProfile ofFile(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > ProfileText.MAX_BYTES) {
                throw new MalformedException("the profile " + file + " is longer than any profile");
            }
            return ProfileText.parse(Files.readAllBytes(path));
        } catch (IOException | InvalidPathException e) {
            throw new MalformedException("the profile " + file + " cannot be read", e);
        }
    }

    private static VendorProfile builtIn(String name) {
        try (InputStream file = VendorProfiles.class.getResourceAsStream(name + ".profile")) {
            if (file == null) {
                throw new IllegalStateException("the profile " + name + " is not in the program");
            }
            return ProfileText.parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
