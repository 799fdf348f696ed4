package dev.sealwright.keyservice.api;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the token behind the service is, and what each typed operation finds on it.
 *
 * @param profile name of the vendor's profile that it is used by
 * @param title of that profile, for people
 * @param standing {@code tee}, {@code hsm} or {@code software}: what keeps the keys, by the
 *     vendor's word
 * @param fips whether the service refuses what FIPS 140-3 does not approve
 * @param remarks what is particular about the module, a sentence each
 */
public record TokenDescription(
        String profile,
        String title,
        String standing,
        boolean fips,
        List<Ability> abilities,
        List<String> remarks) {

    /** Whether an operation finds what it needs. */
    public enum State {
        AVAILABLE,
        /** By something else than the standard's mechanism. */
        REPLACED,
        MISSING;

        /** In lower case, as the API has it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One operation with one kind of key.
     *
     * @param operation as the wire names it
     * @param keys whose keys, and of which algorithm
     * @param needed whether the service does not start without it
     * @param tried whether it was tried out at the start, rather than looked up in a list
     * @param detail what replaces it, or why it is missing; else empty
     */
    public record Ability(
            String operation,
            String keys,
            State state,
            boolean needed,
            boolean tried,
            String detail) {
        public Ability {
            Objects.requireNonNull(operation);
            Objects.requireNonNull(keys);
            Objects.requireNonNull(state);
            Objects.requireNonNull(detail);
        }
    }

    public TokenDescription {
        Objects.requireNonNull(profile);
        Objects.requireNonNull(title);
        Objects.requireNonNull(standing);
        abilities = List.copyOf(abilities);
        remarks = List.copyOf(remarks);
    }
}
