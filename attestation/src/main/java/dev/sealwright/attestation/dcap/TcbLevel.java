package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One level of a platform's TCB info.
 *
 * @param tdx empty where the list is for SGX
 */
record TcbLevel(
        List<Integer> sgx, Optional<List<Integer>> tdx, int pceSvn, TcbVerdict.Level verdict) {
    private static final int COMPONENTS = 16;

    static TcbLevel read(JsonValue value) {
        JsonFields level = JsonFields.of(value, "a TCB level");
        JsonFields tcb = JsonFields.of(level.take("tcb"), "tcb");
        int pceSvn = tcb.number("pcesvn", 0xffff);
        Optional<List<Integer>> tdx = tcb.optional("tdxtcbcomponents").map(TcbLevel::components);
        List<Integer> sgx =
                tcb.optional("sgxtcbcomponents")
                        .map(TcbLevel::components)
                        .orElseGet(() -> numbered(tcb));
        return new TcbLevel(sgx, tdx, pceSvn, TcbVerdict.Level.read(level));
    }

    /** Version 3 of the collateral: an array of objects. */
    private static List<Integer> components(JsonValue value) {
        List<JsonValue> items = value.asArray("TCB components", COMPONENTS);
        if (items.size() != COMPONENTS) {
            throw new MalformedException("not 16 TCB components");
        }
        List<Integer> out = new ArrayList<>();
        items.forEach(i -> out.add(JsonFields.of(i, "a TCB component").number("svn", 255)));
        return out;
    }

    /** Version 2: sixteen members. */
    private static List<Integer> numbered(JsonFields tcb) {
        return IntStream.rangeClosed(1, COMPONENTS)
                .mapToObj(i -> tcb.number(String.format(Locale.ROOT, "sgxtcbcomp%02dsvn", i), 255))
                .toList();
    }

    boolean reachedBy(PlatformCertificate platform) {
        return platform.pceSvn() >= pceSvn && reached(platform.components(), sgx, 0);
    }

    /**
     * With a TDX module of its own version (byte 1 above zero) the module's identity decides over
     * bytes 0 and 1, so comparison begins at 2.
     */
    boolean reachedBy(List<Integer> teeTcbSvn) {
        return tdx.isPresent() && reached(teeTcbSvn, tdx.get(), teeTcbSvn.get(1) > 0 ? 2 : 0);
    }

    private static boolean reached(List<Integer> have, List<Integer> need, int from) {
        return IntStream.range(from, COMPONENTS).allMatch(i -> have.get(i) >= need.get(i));
    }
}
