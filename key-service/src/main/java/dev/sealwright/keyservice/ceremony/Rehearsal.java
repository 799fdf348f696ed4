package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyScript.Holds;
import dev.sealwright.protocol.ceremony.CeremonyScript.Token;
import dev.sealwright.protocol.ceremony.ScriptStep;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Binds a script's names to a {@link RehearsalWorld}, in the place of everything real. */
record Rehearsal(CeremonyScript script, RehearsalWorld world) {
    /**
     * @param files the script's inputs of any kind, which are taken as they are
     */
    Bindings bindings(Path work, Map<String, Path> files) {
        world.make();
        Map<String, Path> paths = new LinkedHashMap<>(files);
        paths.put(ScriptStep.WORK, work);
        int share = 0;
        for (CeremonyScript.Input input : script.inputs()) {
            switch (input.kind()) {
                case FILE -> {}
                case LOG -> paths.put(input.name(), world.folder().resolve("log"));
                case SHARE ->
                        paths.put(
                                input.name(),
                                world.folder()
                                        .resolve("ceremony/recovery/share-" + ++share + ".txt"));
            }
        }
        script.places().forEach(place -> paths.put(place.name(), place(place)));
        Map<String, Settings> tokens = new LinkedHashMap<>();
        script.tokens().forEach(token -> tokens.put(token.name(), settings(token)));
        return new Bindings(tokens, paths, keys(), world.publicKeys());
    }

    private Path place(CeremonyScript.Place place) {
        return switch (place.kind()) {
            case CEREMONY -> world.folder().resolve("ceremony");
            case STATE -> world.folder().resolve("key-service");
            case FOLDER -> CeremonyFiles.folder(world.folder().resolve("place-" + place.name()));
        };
    }

    private Settings settings(Token token) {
        Path own = world.tokenFolder(token.name());
        Map<String, String> options = new LinkedHashMap<>();
        options.put("module", world.module().toString());
        if (token.holds() == Holds.NOTHING) {
            options.put("dir", own.toString());
        } else {
            options.put("pin-file", own.resolve("user.pin").toString());
        }
        return new Settings(options, RehearsalWorld.environment(own));
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
                                                        world.operatorFolder(name)
                                                                .resolve("operator.key")
                                                                .toString()),
                                                Map.of())));
        return keys;
    }
}
