package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.maa.JsonWebKeys;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Collateral for evidence: from the folder while it is current, else from the vendors' services
 * into the folder. What cannot be had is named; verification then says that it was not checked.
 */
public final class CollateralStore {
    private final Wants wants;
    private final CollateralFolder folder;
    private final Optional<CollateralHttp> http;
    private final InstantSource time;

    /**
     * A store over a folder.
     *
     * @param http empty to stay offline
     */
    public CollateralStore(
            CollateralServices services,
            Path folder,
            Optional<CollateralHttp> http,
            InstantSource time) {
        this.wants = new Wants(services);
        this.folder = new CollateralFolder(folder);
        this.http = http;
        this.time = time;
    }

    /**
     * What was found.
     *
     * @param tokenKeys by issuer
     * @param missing a line for each piece that is wanted and not to be had
     */
    public record Found(
            Collateral collateral, Map<String, JsonWebKeys> tokenKeys, List<String> missing) {
        public Found {
            tokenKeys = Map.copyOf(tokenKeys);
            missing = List.copyOf(missing);
        }
    }

    /** Everything the evidence needs, as far as it is to be had. */
    public Found collect(Evidence evidence) {
        Collateral all = Collateral.NONE;
        Map<String, JsonWebKeys> tokenKeys = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (Wanted wanted : wants.of(evidence)) {
            try {
                Collateral piece = piece(wanted);
                all = all.and(piece);
                wanted.issuer().ifPresent(i -> tokenKeys.put(i, piece.tokenKeys().getFirst()));
            } catch (CollateralHttp.Unavailable e) {
                missing.add(wanted.name() + ": " + e.why());
            }
        }
        return new Found(all, tokenKeys, missing);
    }

    /** The files of the folder that the evidence needs, by name: what a bundle is made of. */
    public SequencedMap<String, Bytes> files(Evidence evidence) {
        var out = new LinkedHashMap<String, Bytes>();
        for (Wanted wanted : wants.of(evidence)) {
            for (String name : List.of(wanted.name(), chainName(wanted))) {
                folder.read(name).ifPresent(file -> out.put(name, file.content()));
            }
        }
        return out;
    }

    /** Of the folder, if current; else fetched; else of the folder, however old. */
    private Collateral piece(Wanted wanted) throws CollateralHttp.Unavailable {
        Optional<Read> stored = stored(wanted);
        if (stored.filter(r -> time.instant().isBefore(r.until)).isPresent()) {
            return stored.get().collateral;
        }
        try {
            return fetched(wanted);
        } catch (CollateralHttp.Unavailable e) {
            return stored.map(Read::collateral).orElseThrow(() -> e);
        }
    }

    private record Read(Collateral collateral, Instant until) {}

    private Optional<Read> stored(Wanted wanted) {
        return folder.read(wanted.name())
                .flatMap(
                        file -> {
                            try {
                                Collateral piece = CollateralReader.read(file.content());
                                Instant until = Freshness.until(piece, file.since());
                                return Optional.of(new Read(withChain(wanted, piece), until));
                            } catch (MalformedException damaged) {
                                return Optional.empty();
                            }
                        });
    }

    private Collateral withChain(Wanted wanted, Collateral piece) {
        return folder.read(chainName(wanted))
                .map(chain -> piece.and(CollateralReader.read(chain.content())))
                .orElse(piece);
    }

    private Collateral fetched(Wanted wanted) throws CollateralHttp.Unavailable {
        CollateralHttp client =
                http.orElseThrow(() -> new CollateralHttp.Unavailable("not in the folder"));
        var last = new CollateralHttp.Unavailable("no source");
        for (URI source : wanted.sources()) {
            try {
                return kept(wanted, client.get(source));
            } catch (CollateralHttp.Unavailable e) {
                last = e;
            } catch (MalformedException e) {
                last = new CollateralHttp.Unavailable("not collateral: " + e.getMessage());
            }
        }
        throw last;
    }

    /** Only what reads as collateral of some kind is stored. */
    private Collateral kept(Wanted wanted, CollateralHttp.Answer answer) {
        Bytes body = binary(answer.body());
        Collateral piece = CollateralReader.read(body);
        wanted.issuer().ifPresent(i -> requireKeys(piece));
        Optional<Bytes> chain = wanted.chainHeader().flatMap(name -> chain(name, answer));
        Collateral whole = chain.map(CollateralReader::read).map(piece::and).orElse(piece);
        chain.ifPresent(pem -> folder.write(chainName(wanted), pem, time.instant()));
        folder.write(wanted.name(), body, time.instant());
        return whole;
    }

    private static void requireKeys(Collateral piece) {
        if (piece.tokenKeys().isEmpty()) {
            throw new MalformedException("not a JWK set");
        }
    }

    private static Optional<Bytes> chain(String header, CollateralHttp.Answer answer) {
        return answer.headers()
                .firstValue(header)
                .map(
                        text -> {
                            try {
                                return Bytes.utf8(URLDecoder.decode(text, StandardCharsets.UTF_8));
                            } catch (IllegalArgumentException e) {
                                throw new MalformedException("a chain that is not encoded", e);
                            }
                        });
    }

    /** A PCCS answers lists in hexadecimal. */
    private static Bytes binary(Bytes body) {
        String text = new String(body.toArray(), StandardCharsets.ISO_8859_1).strip();
        return text.matches("[0-9a-fA-F]+") && text.length() % 2 == 0 ? Bytes.fromHex(text) : body;
    }

    private static String chainName(Wanted wanted) {
        return wanted.name() + ".chain.pem";
    }
}
