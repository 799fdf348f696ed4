package dev.sealwright.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/tokens.md shows is what runs here. */
class WorkedExampleTest {
    private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private final Tokens tokens = new Tokens();
    private final TestHolder agent = TestHolder.ed25519();
    private final TestHolder helper = TestHolder.p256();

    /** Called by an agent that hands part of its right on. */
    private static String narrowed(String token, Holder agent, HolderKey helper) {
        // shown: narrowing
        Caveats less =
                Caveats.of(
                        List.of(
                                new Caveat.Tools(List.of("search")),
                                new Caveat.Resources(List.of("repo:web/src/")),
                                new Caveat.Calls(5)));
        CapabilityToken narrow =
                Attenuation.narrow(CapabilityToken.parse(token), agent, helper, less);
        return narrow.text();
        // end
    }

    private static String presented(
            String token, Holder helper, CapabilityRequest request, Bytes nonce, Instant now) {
        // shown: presenting
        CapabilityToken narrow = CapabilityToken.parse(token);
        Possession.Answer answer =
                Possession.Answer.sign(
                        helper,
                        Attenuation.layers(narrow).getLast().id(),
                        "https://tools.example",
                        nonce,
                        now,
                        request);
        return new Presentation(narrow.encode(), answer).text();
        // end
    }

    private static boolean allowed(
            ReceiptVerifier receipts,
            VerifiedRevocations revocations,
            Bytes org,
            BudgetBook book,
            String presentation,
            CapabilityRequest request,
            Bytes nonce,
            Instant now) {
        // shown: verifying
        Presentation shown = Presentation.parse(presentation);
        TokenPolicy policy =
                new TokenPolicy(
                        org,
                        "https://tools.example",
                        Duration.ofHours(1),
                        new RevocationRule.Listed(revocations, Duration.ofMinutes(5)),
                        Optional.of(book));
        TokenVerdict verdict =
                new TokenVerifier(receipts)
                        .verify(
                                shown.token(),
                                new Possession.Challenged(nonce, shown.answer()),
                                request,
                                policy,
                                now);
        return verdict instanceof TokenVerdict.Allowed allowed
                && book.book(allowed, "https://tools.example", now);
        // end
    }

    @Test
    void theExampleRuns() {
        CapabilityToken issued =
                tokens.issue(agent, 1, Tokens.caveats(new Caveat.Resources(List.of("repo:web/"))));
        String narrow = narrowed(issued.text(), agent, helper.key());
        CapabilityRequest request = CapabilityRequest.of("search", "repo:web/src/main");
        String presentation = presented(narrow, helper, request, Tokens.NONCE, World.NOW);
        VerifiedRevocations none = Revocations.logged(tokens.world).verify(tokens.receipts);
        BudgetBook book = new BudgetBook(1000);
        for (int call = 1; call <= 6; call++) {
            assertThat(
                            allowed(
                                    tokens.receipts,
                                    none,
                                    World.ORG,
                                    book,
                                    presentation,
                                    request,
                                    Tokens.NONCE,
                                    World.NOW))
                    .as("call %d of 5", call)
                    .isEqualTo(call <= 5);
        }
    }

    @Test
    void theDocumentShowsIt() throws IOException {
        String source =
                squeezed(
                        Files.readString(
                                Path.of(
                                        "src/test/java/dev/sealwright/protocol/token/WorkedExampleTest.java")));
        List<String> shown =
                SHOWN.matcher(Files.readString(Path.of("../docs/tokens.md")))
                        .results()
                        .map(block -> squeezed(block.group(1)))
                        .toList();
        assertThat(shown).hasSize(3).allSatisfy(block -> assertThat(source).contains(block));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
