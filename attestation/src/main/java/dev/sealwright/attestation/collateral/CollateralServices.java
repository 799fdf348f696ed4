package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where collateral is fetched from. All are HTTPS; whoever stands in front of the vendors (a PCCS,
 * Azure's cache) speaks the same paths and goes here instead.
 *
 * @param amd AMD's key distribution service: {@code /vcek/v1/…}, {@code /vlek/v1/…}
 * @param amdCache Azure's cache of it, asked first: {@code /SevSnpVM/certificates/…}
 * @param intel Intel's provisioning certification service or a PCCS: {@code
 *     /sgx/certification/v4/…}
 * @param intelRootList Intel's root revocation list
 * @param tokenKeys the JWK set of each issuer of tokens that is trusted, by its {@code iss}. A
 *     token's own {@code jku} is never followed
 */
public record CollateralServices(
        URI amd, Optional<URI> amdCache, URI intel, URI intelRootList, Map<String, URI> tokenKeys) {
    /** The vendors' own, and no issuer of tokens. */
    public static final CollateralServices VENDORS =
            new CollateralServices(
                    URI.create("https://kdsintf.amd.com"),
                    Optional.empty(),
                    URI.create("https://api.trustedservices.intel.com"),
                    URI.create("https://certificates.trustedservices.intel.com/IntelSGXRootCA.der"),
                    Map.of());

    private static final int MAX_SIZE = 64 * 1024;

    public CollateralServices {
        requireHttps(amd);
        amdCache.ifPresent(CollateralServices::requireHttps);
        requireHttps(intel);
        requireHttps(intelRootList);
        tokenKeys.values().forEach(CollateralServices::requireHttps);
        tokenKeys = Map.copyOf(tokenKeys);
    }

    /**
     * Reads {@code {"amd": url, "amd_cache": url, "intel": url, "intel_root_list": url,
     * "token_keys": {issuer: url}}}; what is left out is the vendor's own.
     */
    public static CollateralServices parse(Bytes text) {
        JsonFields fields = JsonFields.of(Json.read(text, MAX_SIZE), "collateral services");
        CollateralServices services =
                new CollateralServices(
                        uri(fields, "amd").orElse(VENDORS.amd),
                        uri(fields, "amd_cache"),
                        uri(fields, "intel").orElse(VENDORS.intel),
                        uri(fields, "intel_root_list").orElse(VENDORS.intelRootList),
                        fields.optional("token_keys")
                                .map(CollateralServices::issuers)
                                .orElse(Map.of()));
        fields.end();
        return services;
    }

    private static Map<String, URI> issuers(JsonValue value) {
        Map<String, URI> out = new LinkedHashMap<>();
        value.asObject("token_keys")
                .members()
                .forEach((issuer, url) -> out.put(issuer, uri(url.asText("a URL"))));
        return out;
    }

    private static Optional<URI> uri(JsonFields fields, String name) {
        return fields.optional(name).map(v -> uri(v.asText(name)));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a URL", e);
        }
    }

    private static void requireHttps(URI uri) {
        boolean plain =
                "https".equals(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null;
        if (!plain) {
            throw new MalformedException("collateral comes from https URLs without user or query");
        }
    }
}
