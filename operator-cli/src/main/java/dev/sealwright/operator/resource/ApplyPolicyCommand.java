package dev.sealwright.operator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.host.PolicyJson;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.authority.Approver;
import dev.sealwright.operator.authority.AuthorityKeyOption;
import dev.sealwright.operator.authority.ShownApproval;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;

/**
 * {@code policies apply}: where the organisation has authority keys, the policy is stored at once
 * and reaches hosts once what it compiles to was signed.
 */
final class ApplyPolicyCommand extends ApplyCommand {
    private static final Map<String, List<String>> SECTIONS =
            Map.of(
                    "network", List.of("allowed_hosts", "methods"),
                    "filesystem", List.of("read_only", "writable"),
                    "tools", List.of("allow", "block", "redact_arguments", "require_approval"));

    @Mixin private final AuthorityKeyOption authority = new AuthorityKeyOption();

    ApplyPolicyCommand(Surroundings surroundings) {
        super(ResourceKind.POLICIES, surroundings);
    }

    @Override
    void applied(ServiceClient service, String named, ObjectNode resource, Fields answer) {
        List<String> waiting =
                answer.node().path("approvals").valueStream().map(JsonNode::asText).toList();
        if (waiting.isEmpty()) {
            return;
        }
        if (!authority.given()) {
            output.note(
                    "hosts get it once these are signed (sealwright approvals sign ID): "
                            + String.join(", ", waiting));
            return;
        }
        var anchors = connections.anchors(service, surroundings);
        Approver approver = authority.approver(service, anchors, surroundings).orElseThrow();
        for (String id : waiting) {
            String path =
                    organisation.path(connections, surroundings)
                            + "/approvals/"
                            + Paths.segment(id);
            approver.sign(path, shown -> isOf(shown, named, resource));
            output.note("approved " + id);
        }
    }

    private static boolean isOf(ShownApproval shown, String name, ObjectNode resource) {
        return shown.policy().filter(policy -> compiles(policy, name, resource)).isPresent();
    }

    /** Whether a policy allows what the file says, and nothing else. */
    static boolean compiles(CompiledPolicy policy, String name, ObjectNode resource) {
        JsonNode compiled = PolicyJson.of(policy);
        boolean same =
                SECTIONS.entrySet().stream()
                        .allMatch(
                                section ->
                                        section.getValue().stream()
                                                .allMatch(
                                                        list ->
                                                                texts(
                                                                                compiled,
                                                                                section.getKey(),
                                                                                list)
                                                                        .equals(
                                                                                texts(
                                                                                        resource,
                                                                                        section
                                                                                                .getKey(),
                                                                                        list))));
        return same
                && policy.identity().policy().equals(name)
                && budgets(compiled).equals(budgets(resource));
    }

    private static List<String> texts(JsonNode policy, String section, String list) {
        return policy.path(section).path(list).valueStream().map(JsonNode::asText).toList();
    }

    private static Map<String, Long> budgets(JsonNode policy) {
        var budgets = new TreeMap<String, Long>();
        policy.path("budgets")
                .properties()
                .forEach(each -> budgets.put(each.getKey(), each.getValue().asLong()));
        return budgets;
    }
}
