package dev.sealwright.keyservice.quota;

/**
 * What one organisation may have signed, and how many versions of client keys the token holds.
 *
 * @param org signatures of one org
 * @param key signatures by one key
 * @param make versions made for one org
 * @param keys versions that the token has room for
 */
public record SignLimits(Rate org, Rate key, Rate make, int keys) {
    public static final SignLimits DEFAULT =
            new SignLimits(
                    new Rate(5_000, 50_000), new Rate(2_500, 25_000), new Rate(0.5, 200), 4_096);

    public SignLimits {
        if (keys < 1) {
            throw new IllegalArgumentException("a token holds at least one client key");
        }
    }
}
