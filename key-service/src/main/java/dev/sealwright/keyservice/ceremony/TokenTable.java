package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenDescription.Ability;
import java.util.Locale;

/** Says what a token is and can, an operation a line. */
final class TokenTable {
    private TokenTable() {}

    static void print(TokenDescription token, Progress progress) {
        progress.step(
                "profile",
                token.title() + " (profile " + token.profile() + "): " + token.standing());
        token.abilities().forEach(ability -> progress.step(ability.state().text(), line(ability)));
        token.remarks().forEach(remark -> progress.step("remark", "note: " + remark));
    }

    private static String line(Ability ability) {
        String detail = ability.detail().isEmpty() ? "" : ": " + ability.detail();
        return String.format(
                        Locale.ROOT,
                        "%-9s  %-8s  %s%s%s",
                        ability.state().text(),
                        ability.operation(),
                        ability.keys(),
                        ability.tried() ? ", tried" : "",
                        ability.needed() ? "" : ", for whoever asks for such keys")
                + detail;
    }
}
