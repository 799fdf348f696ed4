package dev.sealwright.bench;

import dev.sealwright.client.json.Fields;
import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.EnrolmentProof;
import dev.sealwright.protocol.merkle.TreeHash;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosts to be: each with a bootstrap that was minted for it, a key and a request. */
final class Enrollees {
    private static final int MINTERS = 16;

    private record Enrollee(BootstrapSeed seed, Bytes spki, Bytes csr) {}

    private final BenchService service;
    private final String origin;
    private final SecureRandom random = new SecureRandom();
    private final Queue<Enrollee> waiting = new ConcurrentLinkedQueue<>();

    Enrollees(BenchService service) throws IOException, InterruptedException {
        this.service = service;
        this.origin =
                new CeremonyFolder(service.home().resolve("ceremony"))
                        .anchors(Instant.now())
                        .origin();
        service.put("/v1/orgs/bench", "{\"display_name\":\"Bench\"}");
        service.put("/v1/orgs/bench/policies/bench", "{}");
        service.put("/v1/orgs/bench/sandbox-specs/bench", "{\"policy\":\"bench\"}");
    }

    /** Mints and makes what so many need; not part of what is measured. */
    void prepare(int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        Callers.each(
                MINTERS,
                () -> {
                    try (BenchConnection people = service.toPeople()) {
                        while (left.getAndDecrement() > 0) {
                            mint(people);
                        }
                    }
                });
    }

    private void mint(BenchConnection people) throws IOException {
        byte[] secret = new byte[BootstrapSeed.SIZE];
        random.nextBytes(secret);
        BootstrapSeed seed = BootstrapSeed.of(secret);
        people.post(
                "/v1/orgs/bench/bootstraps",
                service.authorization(),
                "{\"sandbox_spec\":\"bench\",\"ttl_seconds\":3600,\"public_key\":\""
                        + seed.publicKey().base64Url()
                        + "\"}");
        TestHost host = TestHost.p256();
        waiting.add(new Enrollee(seed, host.spki(), host.csr()));
    }

    /** Enrols the next one; false when none is left. */
    boolean enrolNext(BenchConnection hosts) throws IOException {
        Enrollee next = waiting.poll();
        if (next == null) {
            return false;
        }
        String id = next.seed.id().text();
        Fields offer = Fields.parse(hosts.post("/v1/enrolments", "", "{\"id\":\"" + id + "\"}"));
        Bytes nonce = offer.binary("nonce");
        EnrolmentProof proof =
                new EnrolmentProof(
                        origin,
                        next.seed.id(),
                        nonce,
                        next.spki,
                        TreeHash.leaf(offer.binary("bootstrap_leaf")));
        hosts.post(
                "/v1/enrolments/" + id,
                "",
                "{\"nonce\":\""
                        + nonce.base64Url()
                        + "\",\"csr\":\""
                        + next.csr.base64Url()
                        + "\",\"proof\":\""
                        + next.seed.sign(proof.message()).base64Url()
                        + "\"}");
        return true;
    }
}
