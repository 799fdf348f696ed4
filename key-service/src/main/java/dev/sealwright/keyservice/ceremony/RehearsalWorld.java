package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyScript.Holds;
import dev.sealwright.protocol.ceremony.CeremonyScript.InputKind;
import dev.sealwright.protocol.ceremony.CeremonyScript.PlaceKind;
import dev.sealwright.protocol.ceremony.CeremonyScript.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rehearsal is held on: SoftHSM2 tokens, operators' keys, a root with its anchors and a
 * short log, made under one folder by the commands that make the real ones.
 *
 * @param module SoftHSM2's library
 */
record RehearsalWorld(CeremonyScript script, Path folder, Path module, Progress progress) {
    private static final String WHOLE = "whole";

    /** Makes all of it, once. */
    void make() {
        if (Files.exists(folder.resolve(WHOLE))) {
            return;
        }
        if (Files.exists(folder)) {
            throw new CeremonyRefusedException(
                    "An earlier rehearsal was not even set up. Remove "
                            + folder
                            + " and begin again.");
        }
        CeremonyFiles.folder(folder);
        must(tokenFolder("check"), List.of("rehearsal", "check", "--module", module.toString()));
        script.tokens().forEach(token -> tokenFolder(token.name()));
        script.operators().forEach(operator -> operatorKey(operator.name()));
        if (needsWorld()) {
            world();
        }
        CeremonyFiles.writePublic(folder.resolve(WHOLE), Bytes.EMPTY);
        progress.step("rehearsal", "everything here is made for this rehearsal and worth nothing");
    }

    private boolean needsWorld() {
        return script.tokens().stream().anyMatch(token -> token.holds() != Holds.NOTHING)
                || script.inputs().stream().anyMatch(input -> input.kind() != InputKind.FILE)
                || script.places().stream().anyMatch(place -> place.kind() != PlaceKind.FOLDER);
    }

    /**
     * A service as it would be before this ceremony, by the same commands that made the real one.
     */
    private void world() {
        Token service = held(Holds.SERVICE, "service");
        Token root = held(Holds.ROOT, "root");
        Path ceremony = CeremonyFiles.folder(folder.resolve("ceremony"));
        String keys = ceremony.resolve("service-keys.json").toString();
        must(
                tokenFolder(service.name()),
                List.of(
                        "service-keys",
                        "--module",
                        module.toString(),
                        "--token-label",
                        service.label(),
                        "--dir",
                        tokenFolder(service.name()).toString(),
                        "--out",
                        keys));
        must(tokenFolder(root.name()), rootWords(root, ceremony, keys));
        must(folder, List.of("first-key", "--dir", folder.toString()));
        must(
                tokenFolder(service.name()),
                List.of(
                        "rehearsal",
                        "log",
                        "--module",
                        module.toString(),
                        "--token-label",
                        service.label(),
                        "--pin-file",
                        tokenFolder(service.name()).resolve("user.pin").toString(),
                        "--home",
                        folder.toString(),
                        "--out",
                        folder.resolve("log").toString()));
    }

    private List<String> rootWords(Token root, Path ceremony, String keys) {
        long shares = script.inputs().stream().filter(i -> i.kind() == InputKind.SHARE).count();
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "root",
                                "--module",
                                module.toString(),
                                "--token-label",
                                root.label(),
                                "--dir",
                                tokenFolder(root.name()).toString(),
                                "--in",
                                keys,
                                "--out",
                                ceremony.toString(),
                                "--origin",
                                script.log(),
                                "--trust-domain",
                                "rehearsal.invalid",
                                "--server-name",
                                "localhost",
                                "--recovery-shares",
                                Long.toString(Math.max(3, shares)),
                                "--recovery-threshold",
                                Long.toString(Math.max(2, shares)),
                                "--operators-required",
                                Integer.toString(script.required())));
        publicKeys()
                .forEach(
                        (name, file) -> {
                            words.add("--operator");
                            words.add(name + "=" + file);
                        });
        return words;
    }

    private Token held(Holds holds, String otherwise) {
        return script.tokens().stream()
                .filter(token -> token.holds() == holds)
                .findFirst()
                .orElse(new Token("rehearsal-" + otherwise, "rehearsal-" + otherwise, holds));
    }

    /** The file with each operator's. */
    Map<String, Path> publicKeys() {
        Map<String, Path> files = new LinkedHashMap<>();
        script.operators()
                .forEach(
                        operator ->
                                files.put(
                                        operator.name(),
                                        operatorFolder(operator.name()).resolve("operator.pub")));
        return files;
    }

    Path operatorFolder(String name) {
        return folder.resolve("operator-" + name);
    }

    private void operatorKey(String name) {
        must(folder, List.of("operator-key", "--dir", operatorFolder(name).toString()));
    }

    /** With the configuration that shows this token alone, and its PINs. */
    Path tokenFolder(String name) {
        Path own = CeremonyFiles.folder(folder.resolve("token-" + name));
        Path configuration = own.resolve("softhsm2.conf");
        if (!Files.exists(configuration)) {
            Path tokens = CeremonyFiles.folder(own.resolve("tokens"));
            CeremonyFiles.writePublic(
                    configuration,
                    Bytes.utf8(
                            "directories.tokendir = "
                                    + tokens
                                    + "\nobjectstore.backend = file\nlog.level = ERROR\n"
                                    + "slots.removable = false\n"));
        }
        return own;
    }

    /** What its module must find there. */
    static Map<String, String> environment(Path token) {
        return Map.of("SOFTHSM2_CONF", token.resolve("softhsm2.conf").toString());
    }

    private void must(Path token, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add("--json");
        if (new StepProcess(all, environment(token)).run(progress).status() != CeremonyMain.DONE) {
            throw new CeremonyRefusedException("The rehearsal could not be set up.");
        }
    }
}
