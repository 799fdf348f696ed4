package dev.sealwright.controlplane.key;

import dev.sealwright.keyservice.api.TokenDescription;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * The token behind the service.
 *
 * @param profile vendor's profile that it is used by
 * @param title of that profile, for people
 * @param standing what keeps the keys, by the vendor's word: {@code tee}, {@code hsm} or {@code
 *     software}
 * @param fips whether the key service refuses what FIPS 140-3 does not approve
 * @param abilities what each operation of the key service finds on it
 * @param remarks what is particular about the vendor's module
 */
@Serdeable
@Schema(name = "Hsm")
public record HsmAnswer(
        String profile,
        String title,
        String standing,
        boolean fips,
        List<AbilityAnswer> abilities,
        List<String> remarks) {

    /**
     * An operation of the key service with one kind of key.
     *
     * @param state {@code available}, {@code replaced} or {@code missing}
     * @param needed whether the key service does not start without it
     * @param tried whether it was tried out at the start, rather than looked up in the token's list
     * @param detail what replaces it, or why it is missing
     */
    @Serdeable
    @Schema(name = "HsmAbility")
    public record AbilityAnswer(
            String operation,
            String keys,
            String state,
            boolean needed,
            boolean tried,
            String detail) {}

    public HsmAnswer {
        abilities = List.copyOf(abilities);
        remarks = List.copyOf(remarks);
    }

    static HsmAnswer of(TokenDescription token) {
        return new HsmAnswer(
                token.profile(),
                token.title(),
                token.standing(),
                token.fips(),
                token.abilities().stream()
                        .map(
                                each ->
                                        new AbilityAnswer(
                                                each.operation(),
                                                each.keys(),
                                                each.state().text(),
                                                each.needed(),
                                                each.tried(),
                                                each.detail()))
                        .toList(),
                token.remarks());
    }
}
