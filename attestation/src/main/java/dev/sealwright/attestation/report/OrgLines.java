package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.NOT_CHECKED;
import static dev.sealwright.attestation.report.Line.Status.PROVEN;

import dev.sealwright.attestation.report.Statement.Count;
import dev.sealwright.attestation.report.Statement.Organisation;
import dev.sealwright.attestation.report.Statement.Policy;
import dev.sealwright.attestation.report.Statement.Spec;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sandbox specs, policies, role bindings and hash chains, org by org. */
final class OrgLines {
    private static final String MIRROR = "it takes a verified copy of the log to see";
    private static final String GONE =
            "the copy has entries before the report by their hashes alone, and it takes one from"
                    + " before those went to see";

    private final AuthenticReport report;
    private final Optional<LogFacts> log;
    private final List<Organisation> orgs;

    OrgLines(AuthenticReport report, Optional<LogFacts> log) {
        this.report = report;
        this.log = log;
        this.orgs = report.statement().organisations();
    }

    List<Line> lines() {
        return List.of(specs(), policies(), newest(), roles(), heads(), chains());
    }

    private Line specs() {
        return each(
                Topic.SANDBOX_SPECS,
                Organisation::specs,
                this::holds,
                Spec::name,
                "the leaf of each present version; names and contents are what the service says");
    }

    private boolean holds(Organisation org, Spec spec) {
        VerifiedLeaf leaf = report.leaf(spec.leaf());
        return leaf.leaf().org().equals(org.tag())
                && leaf.leaf().body() instanceof RecordBody body
                && body.kind() == RecordKind.SANDBOX_SPEC
                && body.state() == RecordState.SET;
    }

    private Line policies() {
        return each(
                Topic.POLICIES,
                Organisation::policies,
                this::holds,
                Policy::spec,
                "the leaf of each, with version and window; contents are salted digests");
    }

    private boolean holds(Organisation org, Policy policy) {
        VerifiedLeaf leaf = report.leaf(policy.leaf());
        Instant time = report.statement().time();
        return leaf.leaf().org().equals(org.tag())
                && leaf.leaf().body() instanceof LeafBody.Policy body
                && rows(org).contains(body.spec())
                && body.validity().contains(time);
    }

    private Set<Bytes> rows(Organisation org) {
        return org.specs().stream()
                .map(spec -> report.leaf(spec.leaf()).leaf().body())
                .filter(RecordBody.class::isInstance)
                .map(body -> ((RecordBody) body).row())
                .collect(Collectors.toSet());
    }

    private Line newest() {
        if (log.isEmpty()) {
            return new Line(Topic.POLICIES_NEWEST, NOT_CHECKED, MIRROR);
        }
        return each(
                Topic.POLICIES_NEWEST,
                Organisation::policies,
                (_, policy) ->
                        report.leaf(policy.leaf()).leaf().body() instanceof LeafBody.Policy body
                                && log.get().newestPolicy(body.spec()) == body.version(),
                Policy::spec,
                "no later version stands in the log before the report");
    }

    private Line roles() {
        long stated = orgs.stream().mapToLong(OrgLines::bindings).sum();
        if (log.isEmpty()) {
            return new Line(
                    Topic.ROLE_BINDINGS,
                    ASSERTED,
                    stated + " in all; " + MIRROR + " whether they are as many");
        }
        return each(
                Topic.ROLE_BINDINGS,
                List::of,
                (_, org) -> bindings(org) == log.get().roleBindings(org.tag()),
                Organisation::name,
                stated + " in all, as many as the log has");
    }

    private static long bindings(Organisation org) {
        return org.roles().stream().mapToLong(Count::number).sum();
    }

    private Line heads() {
        return each(
                Topic.ORG_HEADS,
                List::of,
                (_, org) -> head(org).isPresent(),
                Organisation::name,
                "an org-head leaf each");
    }

    private Optional<ReportBody.OrgHead> head(Organisation org) {
        VerifiedLeaf leaf = report.leaf(org.head());
        return leaf.leaf().org().equals(org.tag())
                        && leaf.leaf().body() instanceof ReportBody.OrgHead head
                ? Optional.of(head)
                : Optional.empty();
    }

    private Line chains() {
        if (log.isEmpty()) {
            return new Line(Topic.ORG_CHAINS, NOT_CHECKED, MIRROR);
        }
        if (!log.get().whole()) {
            return new Line(Topic.ORG_CHAINS, NOT_CHECKED, GONE);
        }
        return each(
                Topic.ORG_CHAINS,
                List::of,
                (_, org) -> head(org).filter(h -> log.get().passed(org.tag(), h)).isPresent(),
                Organisation::name,
                "recomputed over the leaves of the log");
    }

    /** Proven if it holds of every item of every org; not checked if there is none. */
    private <T> Line each(
            Topic topic,
            Function<Organisation, List<T>> items,
            BiPredicate<Organisation, T> holds,
            Function<T, String> name,
            String reason) {
        long number = orgs.stream().mapToLong(org -> items.apply(org).size()).sum();
        Optional<String> broken =
                orgs.stream()
                        .flatMap(
                                org ->
                                        items.apply(org).stream()
                                                .filter(item -> !holds.test(org, item))
                                                .map(name))
                        .findFirst();
        if (broken.isPresent()) {
            return new Line(topic, FAILED, "not so for " + broken.get());
        }
        return number == 0
                ? new Line(topic, NOT_CHECKED, "there is none")
                : new Line(topic, PROVEN, reason + " (" + number + ")");
    }
}
