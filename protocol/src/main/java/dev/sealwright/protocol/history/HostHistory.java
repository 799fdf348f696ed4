package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules about bootstraps and sandboxes. Each method gives what is wrong, or empty. */
final class HostHistory {
    private final Map<Bytes, Minted> bootstraps = new HashMap<>();
    private final Set<Bytes> burned = new HashSet<>();
    private final Map<Bytes, Host> sandboxes = new HashMap<>();

    private record Minted(Bytes org, LeafBody.Bootstrap body) {}

    /** The last certificate of a sandbox. */
    private record Host(Bytes org, Validity certificate) {}

    Optional<String> bootstrap(Bytes org, LeafBody.Bootstrap body) {
        if (!BootstrapId.of(body.key()).value().equals(body.bootstrap())) {
            return Optional.of("a bootstrap whose id does not follow from its key");
        }
        return bootstraps.putIfAbsent(body.bootstrap(), new Minted(org, body)) == null
                ? Optional.empty()
                : Optional.of("a bootstrap minted twice");
    }

    Optional<String> enrolment(Leaf leaf, LeafBody.Enrolment body) {
        Minted minted = bootstraps.get(body.bootstrap());
        boolean known =
                sandboxes.putIfAbsent(body.sandbox(), new Host(leaf.org(), body.validity()))
                        != null;
        if (minted == null) {
            return Optional.of("an enrolment without a bootstrap before it");
        }
        if (!minted.org().equals(leaf.org()) || !minted.body().spec().equals(body.spec())) {
            return Optional.of("an enrolment into another org or spec than its bootstrap's");
        }
        if (!minted.body().validity().contains(leaf.time())) {
            return Optional.of("an enrolment out of its bootstrap's time");
        }
        if (!burned.add(body.bootstrap())) {
            return Optional.of("a second enrolment by one bootstrap");
        }
        return known ? Optional.of("an enrolment of a sandbox that exists") : Optional.empty();
    }

    Optional<String> renewal(Leaf leaf, LeafBody.Renewal body) {
        Host host = sandboxes.get(body.sandbox());
        if (host == null || !host.org().equals(leaf.org())) {
            return Optional.of("a renewal for a sandbox that was not enrolled in this org");
        }
        sandboxes.put(body.sandbox(), new Host(leaf.org(), body.validity()));
        return host.certificate().over(leaf.time())
                ? Optional.of("a renewal after the certificate was over")
                : Optional.empty();
    }

    Optional<String> activation(Bytes org, LeafBody.Activation body) {
        Host host = sandboxes.get(body.sandbox());
        return host != null && host.org().equals(org)
                ? Optional.empty()
                : Optional.of("an activation of a sandbox that was not enrolled in this org");
    }
}
