package dev.sealwright.bench;

/** Measures once: operations per second. */
@FunctionalInterface
interface Rate {
    double measure() throws Exception;
}
