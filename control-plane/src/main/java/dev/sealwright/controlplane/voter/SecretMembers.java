package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.MemberAwayException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SecretVersion;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members that hold secrets, where several do: each seals a secret under a key of its own, and
 * any opens it. The value passes between them in boxes that are closed to this process.
 */
@Singleton
public final class SecretMembers {
    private static final Logger LOG = LoggerFactory.getLogger(SecretMembers.class);

    /** In which a second member answers that takes a new secret over, if one does. */
    private static final Duration SECOND = Duration.ofSeconds(3);

    /** For the others; who is later gets it in the background. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final Keepers keepers;
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("secret-member-", 0).factory());

    SecretMembers(Members members) {
        this.keepers = members.keepers();
    }

    /** Whether secrets are sealed to several members. */
    public boolean areSeveral() {
        return !keepers.holders().isEmpty();
    }

    /** All of them, there or away. */
    public List<Holder> holders() {
        return keepers.holders();
    }

    /** Those that answer. */
    public List<Holder> present() {
        List<Bytes> ids =
                keepers.all().stream()
                        .filter(each -> each.sharingKey().isPresent())
                        .flatMap(each -> each.id().stream())
                        .toList();
        return holders().stream().filter(each -> ids.contains(each.id())).toList();
    }

    private record Made(Keeper maker, List<Keeper> others, SharedSealing sealing) {
        private Map<Keeper, Handover> handovers() {
            Map<Keeper, Handover> all = new HashMap<>();
            for (int i = 0; i < others.size(); i++) {
                all.put(others.get(i), new Handover(sealing.boxes().get(i), sealing.voucher()));
            }
            return Map.copyOf(all);
        }
    }

    /** Seals to all members that are there; two have it when this returns, if two are there. */
    public SharedCopies seal(SealOrder order) {
        Made made = keepers.anyOf(keepers.all(), maker -> made(maker, order));
        Map<Bytes, KeySealing> sealings = new HashMap<>();
        sealings.put(made.maker().id().orElseThrow(), made.sealing().own());
        Map<Keeper, Handover> handovers = made.handovers();
        Bytes blob = made.sealing().secret().encode();
        Poll<Taken> poll =
                Poll.of(
                        made.others(),
                        each ->
                                Optional.of(
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        taken(
                                                                each,
                                                                new TakeOverOrder(
                                                                        order.version(),
                                                                        blob,
                                                                        Objects.requireNonNull(
                                                                                handovers.get(
                                                                                        each)))),
                                                workers)));
        poll.await(SECOND, some -> !some.isEmpty());
        poll.await(GRACE, some -> false).forEach(each -> sealings.put(each.id(), each.sealing()));
        return new SharedCopies(made.sealing().secret(), sealings);
    }

    private Made made(Keeper maker, SealOrder order) {
        if (maker.sharingKey().isEmpty()) {
            throw away(maker);
        }
        List<Keeper> others = new ArrayList<>();
        List<SharingKey> keys = new ArrayList<>();
        for (Keeper each : keepers.all()) {
            Optional<SharingKey> key = each == maker ? Optional.empty() : each.known();
            if (key.isPresent()) {
                others.add(each);
                keys.add(key.get());
            }
        }
        return new Made(
                maker, others, maker.service().sealShared(new SharedSealOrder(order, keys)));
    }

    private record Taken(Bytes id, KeySealing sealing) {}

    private static Taken taken(Keeper keeper, TakeOverOrder order) {
        try {
            return new Taken(keeper.id().orElseThrow(), keeper.service().takeOver(order));
        } catch (KeyServiceRefusedException | KeyServiceUnavailableException e) {
            LOG.debug("{} does not take a secret over now", keeper.address(), e);
            keeper.forget();
            throw e;
        }
    }

    /** Opens a secret at any member that has a sealing of it. */
    public Plaintext unseal(
            ProvenLeaf seal, ProvenLeaf unseal, Bytes blob, Map<Bytes, KeySealing> sealings) {
        return keepers.anyOf(
                holding(sealings),
                each ->
                        each.service()
                                .unseal(
                                        new UnsealOrder(
                                                seal,
                                                unseal,
                                                blob,
                                                Optional.of(own(each, sealings)))));
    }

    private List<Keeper> holding(Map<Bytes, KeySealing> sealings) {
        List<Keeper> holding =
                keepers.all().stream()
                        .filter(each -> each.id().isPresent() || each.sharingKey().isPresent())
                        .filter(each -> sealings.containsKey(each.id().orElseThrow()))
                        .toList();
        if (holding.isEmpty()) {
            throw new MemberAwayException(
                    "The secret is sealed to members that are away: "
                            + holders().stream()
                                    .filter(each -> sealings.containsKey(each.id()))
                                    .map(Holder::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return holding;
    }

    private static KeySealing own(Keeper keeper, Map<Bytes, KeySealing> sealings) {
        return Optional.ofNullable(sealings.get(keeper.id().orElseThrow())).orElseThrow();
    }

    /**
     * A sealing for one member, made of what another has (or it has itself, under an older key).
     *
     * @param standing the leaf that names the secret
     * @throws KeyServiceUnavailableException while it, or all others, are away
     */
    public KeySealing sealingFor(
            Holder holder,
            SecretVersion version,
            ProvenLeaf standing,
            Bytes blob,
            Map<Bytes, KeySealing> sealings) {
        Keeper target =
                keepers.all().stream()
                        .filter(each -> each.sharingKey().isPresent())
                        .filter(each -> each.id().equals(Optional.of(holder.id())))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new KeyServiceUnavailableException(
                                                holder.name() + " is away."));
        SharingKey key = target.sharingKey().orElseThrow(() -> away(target));
        Handover handover =
                keepers.anyOf(
                        holding(sealings),
                        each ->
                                each.service()
                                        .share(
                                                new ShareOrder(
                                                        standing, blob, own(each, sealings), key)));
        return taken(target, new TakeOverOrder(version, blob, handover)).sealing();
    }

    private static KeyServiceUnavailableException away(Keeper keeper) {
        return new KeyServiceUnavailableException(
                "The member at " + keeper.address() + " is away.");
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }
}
