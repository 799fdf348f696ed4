package dev.sealwright.protocol.token;

import static dev.sealwright.protocol.token.Tokens.caveats;
import static dev.sealwright.protocol.token.Tokens.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.World;
import dev.sealwright.protocol.token.Denial.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetBookTest {
    private final Tokens tokens = new Tokens();
    private final TestHolder ada = TestHolder.ed25519();
    private final BudgetBook book = new BudgetBook(2);

    private static CapabilityRequest spend(long amount) {
        return new CapabilityRequest(
                "search", List.of(), new TreeMap<>(), amount, Optional.empty());
    }

    private TokenVerdict verdict(CapabilityToken token, long amount, Instant now) {
        TokenPolicy base = Tokens.policy();
        var policy =
                new TokenPolicy(
                        World.ORG,
                        Tokens.AUDIENCE,
                        base.maxAge(),
                        base.revocations(),
                        Optional.of(book));
        return tokens.verifier.verify(token.encode(), Tokens.by(ada), spend(amount), policy, now);
    }

    private boolean booked(CapabilityToken token, long amount) {
        return verdict(token, amount, World.NOW) instanceof TokenVerdict.Allowed allowed
                && book.book(allowed, Tokens.AUDIENCE, World.NOW);
    }

    @Test
    void whatIsSpentBelowALayerIsSpentUnderIt() {
        CapabilityToken token =
                tokens.issue(ada, 1, caveats(new Caveat.Calls(3), new Caveat.Amount(10)));
        CapabilityToken narrow =
                Attenuation.narrow(
                        token, ada, ada.key(), Caveats.of(List.of(new Caveat.Amount(4))));
        assertThat(booked(narrow, 3)).isTrue();
        assertThat(reasons(verdict(narrow, 2, World.NOW))).containsExactly(Reason.AMOUNT);
        assertThat(booked(token, 7)).isTrue();
        assertThat(reasons(verdict(token, 1, World.NOW))).containsExactly(Reason.AMOUNT);
        assertThat(booked(token, 0)).isTrue();
        assertThat(reasons(verdict(token, 0, World.NOW))).containsExactly(Reason.CALLS);
    }

    @Test
    void manyAtOnceSpendNoMoreThanThereIs() throws Exception {
        CapabilityToken token = tokens.issue(ada, 0, caveats(new Caveat.Calls(5)));
        var allowed = (TokenVerdict.Allowed) verdict(token, 0, World.NOW);
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<Boolean> one = () -> book.book(allowed, Tokens.AUDIENCE, World.NOW);
            long booked = 0;
            for (var each : threads.invokeAll(IntStream.range(0, 64).mapToObj(_ -> one).toList())) {
                booked += each.get() ? 1 : 0;
            }
            assertThat(booked).isEqualTo(5);
        }
    }

    @Test
    void aFullBookBooksNothingUntilSomethingEnds() {
        Caveats one = caveats(new Caveat.Calls(1));
        assertThat(booked(tokens.issue(ada, 0, one), 0)).isTrue();
        assertThat(booked(tokens.issue(ada, 0, one), 0)).isTrue();
        CapabilityToken third = tokens.issue(ada, 0, one);
        assertThat(booked(third, 0)).isFalse();
        var allowed = (TokenVerdict.Allowed) verdict(third, 0, World.NOW);
        Instant later = Tokens.HOUR.expires().plusSeconds(120);
        assertThat(book.book(allowed, Tokens.AUDIENCE, later)).isTrue();
    }
}
