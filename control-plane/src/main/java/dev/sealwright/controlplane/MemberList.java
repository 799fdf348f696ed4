package dev.sealwright.controlplane;

import dev.sealwright.controlplane.voter.FurtherMember;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.keyservice.wire.TlsFolder;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The members of the log beside the key service, in the file that {@code SEALWRIGHT_MEMBERS} names:
 * lines {@code member unix:/path} or {@code member tls:host:port FOLDER}, the folder of that
 * channel's keys; empty lines, and comments from {@code #}.
 */
record MemberList(List<Entry> entries) {
    private static final int MAX = 15;
    private static final Pattern SPACE = Pattern.compile("[ \\t]+");

    MemberList {
        entries = List.copyOf(entries);
    }

    /**
     * One of them.
     *
     * @param keys the folder of the channel's keys, for TLS alone
     */
    record Entry(KeyServiceAddress address, Optional<Path> keys) {}

    /** Without the variable there are none. */
    static MemberList of(Map<String, String> environment) {
        String file = environment.getOrDefault("SEALWRIGHT_MEMBERS", "");
        if (file.isEmpty()) {
            return new MemberList(List.of());
        }
        try {
            return parse(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            throw new StartException("SEALWRIGHT_MEMBERS: cannot read " + file, e);
        } catch (MalformedException e) {
            throw new StartException("SEALWRIGHT_MEMBERS: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a list.
     *
     * @throws MalformedException with the number of the line
     */
    static MemberList parse(String text) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                Entry entry = entry(SPACE.split(content), number);
                if (entries.stream().anyMatch(each -> each.address().equals(entry.address()))) {
                    throw wrong(number, "names an address for the second time");
                }
                entries.add(entry);
            }
        }
        if (entries.size() > MAX) {
            throw new MalformedException("more than " + MAX + " members");
        }
        return new MemberList(entries);
    }

    private static Entry entry(String[] parts, int number) {
        if (parts.length < 2 || !parts[0].equals("member")) {
            throw wrong(number, "is not: member ADDRESS [FOLDER]");
        }
        KeyServiceAddress address;
        try {
            address = KeyServiceAddress.parse(parts[1]);
        } catch (MalformedException e) {
            throw wrong(number, "has no address: " + e.getMessage());
        }
        boolean tls = address instanceof KeyServiceAddress.Tls;
        if (parts.length != (tls ? 3 : 2)) {
            throw wrong(
                    number,
                    tls
                            ? "needs the folder of the channel's keys after its address"
                            : "has something after its address");
        }
        return new Entry(address, tls ? Optional.of(Path.of(parts[2])) : Optional.empty());
    }

    private static MalformedException wrong(int number, String what) {
        return new MalformedException("line " + number + " of the list of members " + what);
    }

    /** Begins to connect to each; one that is away now is a voter that is away. */
    List<FurtherMember> open(InstantSource clock) {
        return entries.stream()
                .map(each -> member(each.address().toString(), service(each, clock)))
                .toList();
    }

    private static FurtherMember member(String address, RemoteKeyService service) {
        return new FurtherMember(address, service, service.impatient());
    }

    private static RemoteKeyService service(Entry entry, InstantSource clock) {
        return switch (entry.address()) {
            case KeyServiceAddress.Unix unix -> RemoteKeyService.at(unix, Patience.USUAL);
            case KeyServiceAddress.Tls tls ->
                    RemoteKeyService.at(
                            tls, new TlsFolder(entry.keys().orElseThrow()), clock, Patience.USUAL);
        };
    }
}
