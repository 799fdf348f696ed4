package dev.sealwright.faults;

import dev.sealwright.testkit.TokenFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whose module a program's token is of. */
interface Vendor {
    Path module();

    /** What is in the environment of a program that sees the one token of this folder. */
    Map<String, String> environment(Path folder);

    /** What the ceremony is told of such a token, beyond what it is of all. */
    List<String> options();

    /** SoftHSM2, by the usual ceremony. */
    record SoftHsm2(Path module) implements Vendor {
        @Override
        public Map<String, String> environment(Path folder) {
            return TokenFolder.create(folder).environment();
        }

        @Override
        public List<String> options() {
            return List.of();
        }
    }
}
