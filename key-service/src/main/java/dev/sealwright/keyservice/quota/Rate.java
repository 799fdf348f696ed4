package dev.sealwright.keyservice.quota;

/**
 * A token bucket's shape.
 *
 * @param perSecond tokens that come back each second
 * @param burst tokens it holds when full
 */
public record Rate(double perSecond, double burst) {
    public Rate {
        if (!(perSecond > 0) || !(burst >= 1) || Double.isInfinite(perSecond + burst)) {
            throw new IllegalArgumentException("a rate is positive and holds at least one token");
        }
    }
}
