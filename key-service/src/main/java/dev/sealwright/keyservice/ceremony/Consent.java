package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operator's own key, in a file or on a token of his. */
sealed interface Consent {
    Bytes sign(Bytes message);

    /** By {@code --key}, or by the options of a token. */
    static Consent of(Arguments arguments, SecureRandom random) {
        Optional<String> file = arguments.optional("--key");
        return file.isPresent()
                ? new ByFile(Path.of(file.get()))
                : new ByToken(
                        GivenToken.of(arguments), label(arguments.text("--key-label")), random);
    }

    /** The approvals with his, in the place of an earlier one. */
    default List<Approval> added(String operator, Bytes message, List<Approval> approvals) {
        List<Approval> all = new ArrayList<>(approvals);
        all.removeIf(each -> each.operator().equals(operator));
        all.add(new Approval(operator, sign(message)));
        return List.copyOf(all);
    }

    private static KeyLabel label(String text) {
        try {
            return new KeyLabel(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--key-label is " + e.getMessage());
        }
    }

    record ByFile(Path file) implements Consent {
        @Override
        public Bytes sign(Bytes message) {
            try (OperatorKey key = OperatorKey.read(file)) {
                return key.sign(message);
            }
        }
    }

    record ByToken(GivenToken token, KeyLabel label, SecureRandom random) implements Consent {
        @Override
        public Bytes sign(Bytes message) {
            try (KeyBackend backend = token.open(random)) {
                return backend.sign(backend.find(label, KeyAlgorithm.ED25519), message);
            }
        }
    }
}
