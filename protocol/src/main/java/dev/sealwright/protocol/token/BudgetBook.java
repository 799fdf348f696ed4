package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what is spent under each layer that has a budget, for one verifier that is one process.
 * Several that share an audience must share a book; they implement {@link TokenPolicy.Spending} on
 * what they share. Forgets a layer when its token has ended. Safe for use by several threads.
 */
public final class BudgetBook implements TokenPolicy.Spending {
    private final int capacity;
    private final Map<Bytes, Account> accounts = new HashMap<>();

    private record Account(Spent spent, Instant until) {}

    /**
     * @param capacity how many layers it remembers; when it is full of tokens that still last,
     *     nothing more is booked
     */
    public BudgetBook(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized Spent under(Bytes layer) {
        Account account = accounts.get(layer);
        return account == null ? Spent.NOTHING : account.spent();
    }

    /**
     * Books the request under all budgets of its token, or under none: false if one of them does
     * not cover it any more, or if the book is full. Carry the request out only if this is true.
     */
    public synchronized boolean book(TokenVerdict.Allowed allowed, String audience, Instant now) {
        List<Layer> budgeted =
                allowed.token().layers().stream()
                        .filter(layer -> layer.caveats().budgeted())
                        .toList();
        if (budgeted.stream().anyMatch(layer -> !covers(layer, allowed, audience, now))
                || !hasRoom(budgeted, now)) {
            return false;
        }
        Instant until = allowed.token().validity().expires().plus(Validity.SKEW);
        for (Layer layer : budgeted) {
            accounts.put(
                    layer.id(),
                    new Account(under(layer.id()).and(allowed.request().amount()), until));
        }
        return true;
    }

    private boolean covers(
            Layer layer, TokenVerdict.Allowed allowed, String audience, Instant now) {
        var demand = new Caveat.Demand(allowed.request(), audience, now, under(layer.id()));
        return layer.caveats().objections(demand).isEmpty();
    }

    private boolean hasRoom(List<Layer> budgeted, Instant now) {
        long fresh = budgeted.stream().filter(each -> !accounts.containsKey(each.id())).count();
        if (accounts.size() + fresh > capacity) {
            accounts.values().removeIf(account -> account.until().isBefore(now));
        }
        return accounts.size() + fresh <= capacity;
    }
}
