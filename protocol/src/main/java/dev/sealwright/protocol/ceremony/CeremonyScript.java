package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a ceremony will do, step by step, as operators agree on it before it is held. It names no
 * path and no secret; who runs it says where things are.
 *
 * @param digest SHA-256 of its text
 * @param log origin of the log that it is about
 * @param required operators who must sign it, and what came of it
 */
public record CeremonyScript(
        Bytes digest,
        String title,
        String log,
        int required,
        List<Operator> operators,
        List<Token> tokens,
        List<Input> inputs,
        List<Place> places,
        List<ScriptStep> steps) {
    static final String FIRST = "sealwright ceremony script 1";

    private static final String DOMAIN = "sealwright/ceremony-script/v1";
    private static final int MAX_STEPS = 256;
    private static final Pattern OPERATOR = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern LABEL = Pattern.compile("[!-~]{1,32}");

    /** What a token holds when the ceremony begins. */
    public enum Holds {
        /** Nothing: a step initialises it. */
        NOTHING,
        /** The service's keys. */
        SERVICE,
        ROOT
    }

    public record Token(String name, String label, Holds holds) {}

    /** What an input is, so that a rehearsal can put something in its place. */
    public enum InputKind {
        /** Anything; a rehearsal takes it as it is. */
        FILE,
        /** What a restored database holds of the log. */
        LOG,
        /** A share of the recovery key. */
        SHARE
    }

    /**
     * A file or folder that is there before, and stays as it is.
     *
     * @param digest of the file; of a folder, see {@link Trees}
     */
    public record Input(String name, InputKind kind, Bytes digest) {}

    /** What a folder is that steps change. */
    public enum PlaceKind {
        /** Anything. */
        FOLDER,
        /** Where the anchors are. */
        CEREMONY,
        /** Of the key service's state. */
        STATE
    }

    public record Place(String name, PlaceKind kind) {}

    public CeremonyScript {
        operators = List.copyOf(operators);
        tokens = List.copyOf(tokens);
        inputs = List.copyOf(inputs);
        places = List.copyOf(places);
        steps = List.copyOf(steps);
        requireNames(operators, Operator::name);
        requireNames(operators, each -> each.key().spki());
        requireNames(tokens, Token::name);
        requireNames(steps, ScriptStep::name);
        List<String> named = new ArrayList<>(List.of(ScriptStep.WORK));
        inputs.forEach(each -> named.add(each.name()));
        places.forEach(each -> named.add(each.name()));
        requireNames(named, Function.identity());
        require(!operators.isEmpty() && operators.size() <= Anchors.MAX_MEMBERS, "operators");
        require(required >= 1 && required <= operators.size(), "number of required operators");
        require(!steps.isEmpty() && steps.size() <= MAX_STEPS, "number of steps");
        require(!title.isBlank() && log.matches("[!-~]{1,253}"), "title or log");
        for (ScriptStep step : steps) {
            requireKnown(step, operators, tokens, named);
        }
    }

    private static void requireKnown(
            ScriptStep step, List<Operator> operators, List<Token> tokens, List<String> named) {
        Set<String> people = new HashSet<>();
        operators.forEach(each -> people.add(each.name()));
        require(people.containsAll(step.by().stream().toList()), "person in " + step.name());
        require(
                step.on().stream()
                        .allMatch(on -> tokens.stream().anyMatch(each -> each.name().equals(on))),
                "token in " + step.name());
        require(
                step.run().stream()
                        .flatMap(word -> ScriptStep.keyOf(word).stream())
                        .allMatch(people::contains),
                "key in " + step.name());
        require(named.containsAll(step.places()), "name in " + step.name());
    }

    /**
     * Reads a script.
     *
     * @throws MalformedException for anything but one, whole and in its order
     */
    public static CeremonyScript parse(Bytes text) {
        PlainLines lines = PlainLines.read(text, FIRST, "a ceremony's script");
        CeremonyScript script =
                new CeremonyScript(
                        Sha256.of(text),
                        lines.take("title"),
                        lines.take("log"),
                        required(lines),
                        many(lines, "operator", CeremonyScript::operator),
                        many(lines, "token", CeremonyScript::token),
                        many(lines, "input", CeremonyScript::input),
                        many(lines, "place", CeremonyScript::place),
                        many(lines, "step", ScriptStep::read));
        lines.end();
        return script;
    }

    private static int required(PlainLines lines) {
        String number = lines.take("required");
        require(number.matches("[1-9][0-9]?"), "number of required operators");
        return Integer.parseInt(number);
    }

    private static <T> List<T> many(PlainLines lines, String key, Function<PlainLines, T> one) {
        List<T> all = new ArrayList<>();
        while (lines.at(key)) {
            all.add(one.apply(lines));
        }
        return all;
    }

    private static Operator operator(PlainLines lines) {
        List<String> words = lines.words("operator", 3, 4);
        require(OPERATOR.matcher(words.get(0)).matches(), "name of an operator");
        return new Operator(
                words.get(0),
                OperatorKey.of(
                        words.get(1),
                        Bytes.fromBase64Url(words.get(2)),
                        words.size() == 4 ? Optional.of(words.get(3)) : Optional.empty()));
    }

    private static Token token(PlainLines lines) {
        List<String> words = lines.words("token", 3, 3);
        require(LABEL.matcher(words.get(1)).matches(), "label of a token");
        return new Token(
                PlainLines.requireName(words.get(0)),
                words.get(1),
                Choice.of(Holds.class, words.get(2)));
    }

    private static Input input(PlainLines lines) {
        List<String> words = lines.words("input", 3, 3);
        return new Input(
                PlainLines.requireName(words.get(0)),
                Choice.of(InputKind.class, words.get(1)),
                Choice.digest(words.get(2)));
    }

    private static Place place(PlainLines lines) {
        List<String> words = lines.words("place", 2, 2);
        return new Place(
                PlainLines.requireName(words.get(0)), Choice.of(PlaceKind.class, words.get(1)));
    }

    /** What operators sign before it is held. */
    public Bytes message() {
        return Framed.domain(DOMAIN).add(digest).bytes();
    }

    /**
     * That enough of its own operators signed it.
     *
     * @throws VerificationException if not
     */
    public void requireSigned(List<Approval> approvals) {
        Consents.require(operators, required, message(), approvals);
    }

    /**
     * That the anchors name the same operators, and as many.
     *
     * @throws VerificationException if not
     */
    public void requireOperatorsOf(Anchors anchors) {
        if (!Set.copyOf(operators).equals(Set.copyOf(anchors.operators()))
                || required != anchors.operatorsRequired()) {
            throw new VerificationException(
                    Reason.MISMATCH, "the script names other operators than the anchors do");
        }
    }

    public Optional<Input> input(String name) {
        return inputs.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static <T> void requireNames(List<T> items, Function<T, ?> name) {
        require(items.stream().map(name).distinct().count() == items.size(), "name that is twice");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException("a ceremony's script with an impossible " + what);
        }
    }
}
