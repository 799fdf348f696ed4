package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.quota.CallQuota;
import dev.sealwright.keyservice.quota.Tally;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service as one caller gets it: charged for, counted, and each refusal in the log by its code.
 */
final class AccountedKeyService implements KeyService {
    private static final Logger LOG = LoggerFactory.getLogger(AccountedKeyService.class);
    private static final Admission BEYOND_QUOTA =
            new Admission.Refused(RefusalCode.QUOTA, "this caller's quota is used up for now");

    private final KeyService service;
    private final String caller;
    private final CallQuota quota;
    private final Tally tally;
    private final InstantSource clock;
    private final Runnable end;

    AccountedKeyService(
            KeyService service,
            String caller,
            CallQuota quota,
            Tally tally,
            InstantSource clock,
            Runnable end) {
        this.service = service;
        this.caller = caller;
        this.quota = quota;
        this.tally = tally;
        this.clock = clock;
        this.end = end;
    }

    /** Leaves beyond the caller's quota are refused one by one, as those beyond a type's are. */
    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        List<Bytes> granted = granted(leaves);
        List<Admission> judged = call("admit", () -> service.admit(granted));
        return counted(judged, leaves.size());
    }

    private List<Bytes> granted(List<Bytes> leaves) {
        return leaves.subList(0, quota.leaves(caller, leaves.size(), clock.instant()));
    }

    private List<Admission> counted(List<Admission> judged, int asked) {
        List<Admission> answers =
                Stream.concat(
                                judged.stream(),
                                Stream.generate(() -> BEYOND_QUOTA).limit(asked - judged.size()))
                        .toList();
        count(answers);
        return answers;
    }

    private void count(List<Admission> answers) {
        Map<RefusalCode, Integer> refused = new EnumMap<>(RefusalCode.class);
        for (Admission answer : answers) {
            switch (answer) {
                case Admission.Admitted _ -> tally.add("admit-leaf", Tally.OK);
                case Admission.Refused no -> {
                    tally.add("admit-leaf", no.code().text());
                    refused.merge(no.code(), 1, Integer::sum);
                }
            }
        }
        if (!refused.isEmpty()) {
            LOG.info("refused leaves of {}: {}", caller, refused);
        }
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        return call("append", () -> service.append(size, leaves));
    }

    @Override
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        List<Bytes> granted = granted(proposed);
        Appended both =
                call("append-and-admit", () -> service.appendAndAdmit(size, leaves, granted));
        return new Appended(both.checkpoint(), counted(both.admissions(), proposed.size()));
    }

    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        call(
                "follow",
                () -> {
                    service.follow(size, leaves, gone, proof, note);
                    return note;
                });
    }

    @Override
    public void offerAnchors(Bytes document) {
        call(
                "offer-anchors",
                () -> {
                    service.offerAnchors(document);
                    return document;
                });
    }

    @Override
    public Head head() {
        return call("head", service::head);
    }

    @Override
    public void observe(String note) {
        call(
                "observe",
                () -> {
                    service.observe(note);
                    return note;
                });
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        return call("issue", () -> service.issueCertificate(order));
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        return call("seal", () -> service.seal(order));
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        return call("unseal", () -> service.unseal(order));
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        return call("reseal", () -> service.reseal(order));
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        return call("make-org-key", () -> service.makeOrgKey(order));
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        call(
                "destroy-org-key",
                () -> {
                    service.destroyOrgKey(destruction);
                    return destruction;
                });
    }

    @Override
    public String signJwt(TokenOrder order) {
        return call("sign-jwt", () -> service.signJwt(order));
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        return call("make-key", () -> service.makeKey(order));
    }

    @Override
    public Bytes sign(SignOrder order) {
        return call("sign", () -> service.sign(order));
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        call(
                "destroy-key",
                () -> {
                    service.destroyKey(destruction);
                    return destruction;
                });
    }

    @Override
    public List<OperationCount> counts() {
        return call("counts", tally::counts);
    }

    @Override
    public KeyInventory describeKeys() {
        return call("describe", service::describeKeys);
    }

    @Override
    public TokenDescription describeToken() {
        return call("describe-token", service::describeToken);
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        return call("derive", () -> service.derive(purpose, version));
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        return call("entrust", () -> service.entrust(secret));
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        return call("entrusted", () -> service.entrusted(secret));
    }

    @Override
    public SharingKey sharingKey() {
        return call("sharing-key", service::sharingKey);
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        return call("seal-shared", () -> service.sealShared(order));
    }

    @Override
    public Handover share(ShareOrder order) {
        return call("share", () -> service.share(order));
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        return call("take-over", () -> service.takeOver(order));
    }

    @Override
    public HealthProof probe() {
        return call("probe", service::probe);
    }

    @Override
    public Bytes anchors() {
        return call("anchors", service::anchors);
    }

    private <T> T call(String operation, Supplier<T> work) {
        try {
            if (!quota.call(caller, operation, clock.instant())) {
                throw new KeyServiceRefusedException(
                        RefusalCode.QUOTA,
                        "this caller's quota of the operation is used up for now");
            }
            T answer = work.get();
            tally.add(operation, Tally.OK);
            return answer;
        } catch (KeyServiceRefusedException e) {
            tally.add(operation, e.code().text());
            LOG.info("refused {} of {}: {}", operation, caller, e.code().text());
            throw e;
        } catch (KeyServiceUnavailableException e) {
            tally.add(operation, "unavailable");
            throw e;
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
