package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyScript.Holds;
import dev.sealwright.protocol.ceremony.CeremonyScript.InputKind;
import dev.sealwright.protocol.ceremony.CeremonyScript.PlaceKind;
import dev.sealwright.protocol.ceremony.CeremonyScript.Token;
import dev.sealwright.protocol.ceremony.ScriptStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rehearsal puts in the place of everything real: SoftHSM2 tokens, operators' keys, a root
 * with its anchors, and a short log, all made for it under one folder.
 */
final class Rehearsal {
    private static final String SERVICE = "service";
    private static final String ROOT = "root";

    private final CeremonyScript script;
    private final Path folder;
    private final Path module;
    private final Progress progress;

    /**
     * @param module SoftHSM2's library
     */
    Rehearsal(CeremonyScript script, Path folder, Path module, Progress progress) {
        this.script = script;
        this.folder = folder;
        this.module = module;
        this.progress = progress;
    }

    /**
     * @param files the script's inputs of any kind, which are taken as they are
     */
    Bindings bindings(Path work, Map<String, Path> files) {
        if (!Files.exists(folder.resolve("whole"))) {
            make();
            CeremonyFiles.writePublic(folder.resolve("whole"), Bytes.EMPTY);
        }
        Map<String, Path> paths = new LinkedHashMap<>(files);
        paths.put(ScriptStep.WORK, work);
        int share = 0;
        for (CeremonyScript.Input input : script.inputs()) {
            switch (input.kind()) {
                case FILE -> {}
                case LOG -> paths.put(input.name(), folder.resolve("log"));
                case SHARE ->
                        paths.put(
                                input.name(),
                                folder.resolve("ceremony/recovery/share-" + ++share + ".txt"));
            }
        }
        script.places().forEach(place -> paths.put(place.name(), place(place)));
        Map<String, Settings> tokens = new LinkedHashMap<>();
        script.tokens().forEach(token -> tokens.put(token.name(), settings(token)));
        return new Bindings(tokens, paths, keys(), publicKeys());
    }

    private Path place(CeremonyScript.Place place) {
        return switch (place.kind()) {
            case CEREMONY -> folder.resolve("ceremony");
            case STATE -> folder.resolve("key-service");
            case FOLDER -> CeremonyFiles.folder(folder.resolve("place-" + place.name()));
        };
    }

    private void make() {
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
        progress.step("rehearsal", "everything here is made for this rehearsal and worth nothing");
    }

    private boolean needsWorld() {
        return script.tokens().stream().anyMatch(token -> token.holds() != Holds.NOTHING)
                || script.inputs().stream().anyMatch(input -> input.kind() != InputKind.FILE)
                || script.places().stream().anyMatch(place -> place.kind() != PlaceKind.FOLDER);
    }

    /** A service as it would be before this ceremony, by the same commands that made the real one. */
    private void world() {
        Token service = held(Holds.SERVICE, SERVICE);
        Token root = held(Holds.ROOT, ROOT);
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

    private Settings settings(Token token) {
        Path own = folder.resolve("token-" + token.name());
        Map<String, String> options = new LinkedHashMap<>();
        options.put("module", module.toString());
        if (token.holds() == Holds.NOTHING) {
            options.put("dir", own.toString());
        } else {
            options.put("pin-file", own.resolve("user.pin").toString());
        }
        return new Settings(options, environment(own));
    }

    private Map<String, Settings> keys() {
        Map<String, Settings> keys = new LinkedHashMap<>();
        script.steps().stream()
                .flatMap(step -> step.run().stream())
                .flatMap(word -> ScriptStep.keyOf(word).stream())
                .forEach(
                        name ->
                                keys.put(
                                        name,
                                        new Settings(
                                                Map.of(
                                                        "key",
                                                        operatorFolder(name)
                                                                .resolve("operator.key")
                                                                .toString()),
                                                Map.of())));
        return keys;
    }

    private Map<String, Path> publicKeys() {
        Map<String, Path> files = new LinkedHashMap<>();
        script.operators()
                .forEach(
                        operator ->
                                files.put(
                                        operator.name(),
                                        operatorFolder(operator.name()).resolve("operator.pub")));
        return files;
    }

    private Path operatorFolder(String name) {
        return folder.resolve("operator-" + name);
    }

    private void operatorKey(String name) {
        must(folder, List.of("operator-key", "--dir", operatorFolder(name).toString()));
    }

    private Path tokenFolder(String name) {
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

    private static Map<String, String> environment(Path token) {
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
