package dev.sealwright.bench;

/** What the launcher tells a benchmark, in its environment. */
final class Setting {
    private Setting() {}

    static String of(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(
                    name + " is not set; ./sealwright bench starts the benchmarks");
        }
        return value;
    }
}
