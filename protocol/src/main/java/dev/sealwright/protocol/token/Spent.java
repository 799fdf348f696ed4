package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;

/** What was spent under a layer, the layers below it included. */
public record Spent(long calls, long amount) {
    public static final Spent NOTHING = new Spent(0, 0);

    public Spent {
        if (calls < 0 || amount < 0) {
            throw new MalformedException("less than nothing was spent");
        }
    }

    /** One more call, of this amount. */
    Spent and(long more) {
        return new Spent(Math.addExact(calls, 1), Math.addExact(amount, more));
    }
}
