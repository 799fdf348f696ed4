package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.protocol.Bytes;
import java.util.Arrays;
import java.util.stream.Collectors;

/** For each format a policy that demands little and names everything. */
public final class OpenPolicy {
    private static final String SNP =
            "{\"allow_debug\":false,\"allow_migration_agent\":false,\"allow_smt\":true,"
                    + "\"allow_malformed_guest_policy\":false,\"allow_low_assurance\":false,"
                    + "\"products\":\"any\",\"signing_keys\":[\"VCEK\"],\"provider\":\"any\","
                    + "\"vmpl\":[0],\"minimum_tcb\":{\"fmc\":0,\"bootloader\":0,\"tee\":0,\"snp\":0,"
                    + "\"microcode\":0},\"minimum_guest_svn\":0,"
                    + any(
                            "measurement",
                            "host_data",
                            "report_data",
                            "id_key_digest",
                            "author_key_digest",
                            "chip_id")
                    + "}";
    private static final String PLATFORM =
            "\"tcb_statuses\":\"any\",\"accepted_advisories\":\"any\","
                    + "\"minimum_tcb_evaluation\":0,\"trailing_bytes\":\"none\"";
    private static final String TDX =
            "{\"allow_debug\":false,\"allow_unknown_attributes\":false,"
                    + any(
                            "mr_td",
                            "rtmr0",
                            "rtmr1",
                            "rtmr2",
                            "rtmr3",
                            "mr_seam",
                            "mr_config_id",
                            "mr_owner",
                            "mr_owner_config",
                            "mr_service_td",
                            "xfam",
                            "report_data")
                    + ","
                    + PLATFORM
                    + "}";

    private OpenPolicy() {}

    public static Policy of(Format format) {
        return Policy.parse(json(format));
    }

    public static Bytes json(Format format) {
        return Bytes.utf8(
                "{\"policy\":\"open\",\"format\":\""
                        + format.label()
                        + "\",\"require_checked\":[\"signature\"],\"criteria\":"
                        + criteria(format)
                        + "}");
    }

    private static String criteria(Format format) {
        return switch (format) {
            case NITRO ->
                    "{\"allow_debug\":false,"
                            + any(
                                    "pcr0",
                                    "pcr1",
                                    "pcr2",
                                    "pcr3",
                                    "pcr4",
                                    "pcr8",
                                    "public_key",
                                    "user_data",
                                    "nonce")
                            + "}";
            case SNP -> SNP;
            case TDX -> TDX;
            case SGX ->
                    "{\"allow_debug\":false,\"allow_provisioning_key\":false,"
                            + any("mr_enclave", "mr_signer", "report_data")
                            + ",\"product_id\":[0],\"minimum_svn\":0,"
                            + PLATFORM
                            + "}";
            case MAA ->
                    "{\"allow_debug\":false,"
                            + any(
                                    "issuers",
                                    "attestation_types",
                                    "compliance_statuses",
                                    "release_policy")
                            + "}";
            case TPM -> "{" + any("nonce", "pcrs") + "}";
            case AZURE_VTPM ->
                    "{\"allow_without_quote\":false,\"allow_without_secure_boot\":false,"
                            + "\"allow_console\":false,"
                            + any("nonce", "pcrs")
                            + ",\"snp\":"
                            + SNP
                            + ",\"tdx\":\"refuse\"}";
            case ACI ->
                    "{\"uvm_feeds\":\"any\",\"minimum_uvm_svn\":0,"
                            + any("container_policy_hash")
                            + ",\"snp\":"
                            + SNP
                            + "}";
        };
    }

    private static String any(String... names) {
        return Arrays.stream(names)
                .map(name -> "\"" + name + "\":\"any\"")
                .collect(Collectors.joining(","));
    }
}
