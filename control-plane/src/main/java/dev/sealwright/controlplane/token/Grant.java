package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.token.ArgumentLimit;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a capability token allows. What is not listed is not allowed; what is denied is denied
 * whatever else is said.
 *
 * @param audience who may accept the token
 * @param tools the tools that may be called
 * @param deniedTools tools that may not
 * @param resources what they may act on: names, or with a slash at the end everything below
 * @param deniedResources what they may not
 * @param arguments by tool and argument, what it may be; a limited argument must be given
 * @param calls how many calls there may be
 * @param amount how much may be spent, in the unit of the audience
 */
@Serdeable
@Schema(name = "CapabilityGrant")
public record Grant(
        @NotEmpty @Size(max = 64) List<@NotNull @Size(min = 1, max = 256) String> audience,
        @NotEmpty @Size(max = 64) List<@NotNull @Size(min = 1, max = 200) String> tools,
        @Nullable @Size(max = 64) List<@NotNull @Size(min = 1, max = 200) String> deniedTools,
        @Nullable @Size(max = 64) List<@NotNull @Size(min = 1, max = 256) String> resources,
        @Nullable @Size(max = 64) List<@NotNull @Size(min = 1, max = 256) String> deniedResources,
        @Nullable @Size(max = 64)
                Map<
                                @Size(min = 1, max = 200) String,
                                @NotNull @Size(min = 1, max = 64) Map<
                                        @Size(min = 1, max = 200) String, @NotNull @Valid Limit>>
                        arguments,
        @Nullable @PositiveOrZero Long calls,
        @Nullable @PositiveOrZero Long amount) {

    /**
     * What one argument may be: an integer in a range, one of some texts, or a name under a prefix.
     *
     * @param between smallest and largest integer
     * @param oneOf texts
     * @param under names, or prefixes that end in a slash
     */
    @Serdeable
    @Schema(name = "ArgumentLimit")
    public record Limit(
            @Nullable @Size(min = 2, max = 2) List<@NotNull Long> between,
            @Nullable @Size(min = 1, max = 64) List<@NotNull @Size(max = 256) String> oneOf,
            @Nullable @Size(min = 1, max = 64) List<@NotNull @Size(max = 256) String> under) {

        ArgumentLimit limit() {
            if (between != null && oneOf == null && under == null) {
                return new ArgumentLimit.Between(between.getFirst(), between.getLast());
            }
            if (between == null && oneOf != null && under == null) {
                return ArgumentLimit.oneOf(oneOf);
            }
            if (between == null && oneOf == null && under != null) {
                return ArgumentLimit.under(under);
            }
            throw new MalformedException("a limit is one of between, one_of and under");
        }

        static Limit of(ArgumentLimit limit) {
            return switch (limit) {
                case ArgumentLimit.Between(long min, long max) ->
                        new Limit(List.of(min, max), null, null);
                case ArgumentLimit.OneOf(List<String> values) -> new Limit(null, values, null);
                case ArgumentLimit.Under(List<String> prefixes) -> new Limit(null, null, prefixes);
            };
        }
    }

    /** The same in order, if it is what a token can say. */
    Caveats caveats() {
        List<Caveat> caveats = new ArrayList<>();
        caveats.add(read("audience", () -> new Caveat.Audience(sorted(audience))));
        caveats.add(read("tools", () -> new Caveat.Tools(sorted(tools))));
        given(deniedTools)
                .map(names -> read("denied_tools", () -> new Caveat.DeniedTools(sorted(names))))
                .ifPresent(caveats::add);
        given(resources)
                .map(names -> read("resources", () -> new Caveat.Resources(sorted(names))))
                .ifPresent(caveats::add);
        given(deniedResources)
                .map(
                        names ->
                                read(
                                        "denied_resources",
                                        () -> new Caveat.DeniedResources(sorted(names))))
                .ifPresent(caveats::add);
        if (arguments != null && !arguments.isEmpty()) {
            caveats.add(read("arguments", () -> new Caveat.Arguments(limits(arguments))));
        }
        Optional.ofNullable(calls).map(Caveat.Calls::new).ifPresent(caveats::add);
        Optional.ofNullable(amount).map(Caveat.Amount::new).ifPresent(caveats::add);
        return Caveats.of(caveats);
    }

    private static Optional<List<String>> given(@Nullable List<String> names) {
        return Optional.ofNullable(names).filter(each -> !each.isEmpty());
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().distinct().sorted().toList();
    }

    private static SortedMap<String, SortedMap<String, ArgumentLimit>> limits(
            Map<String, Map<String, Limit>> arguments) {
        SortedMap<String, SortedMap<String, ArgumentLimit>> limits = new TreeMap<>();
        arguments.forEach(
                (tool, of) -> {
                    SortedMap<String, ArgumentLimit> each = new TreeMap<>();
                    of.forEach((name, limit) -> each.put(name, limit.limit()));
                    limits.put(tool, each);
                });
        return limits;
    }

    private static Caveat read(String field, java.util.function.Supplier<Caveat> caveat) {
        try {
            return caveat.get();
        } catch (MalformedException e) {
            throw ProblemException.invalid("/grant/" + field, String.valueOf(e.getMessage()));
        }
    }

    static Grant of(Caveats caveats) {
        return new Grant(
                caveats.find(Caveat.Audience.class).orElseThrow().names(),
                caveats.find(Caveat.Tools.class).orElseThrow().names(),
                caveats.find(Caveat.DeniedTools.class).map(Caveat.DeniedTools::names).orElse(null),
                caveats.find(Caveat.Resources.class).map(Caveat.Resources::prefixes).orElse(null),
                caveats.find(Caveat.DeniedResources.class)
                        .map(Caveat.DeniedResources::prefixes)
                        .orElse(null),
                caveats.find(Caveat.Arguments.class).map(Grant::limits).orElse(null),
                caveats.find(Caveat.Calls.class).map(Caveat.Calls::most).orElse(null),
                caveats.find(Caveat.Amount.class).map(Caveat.Amount::most).orElse(null));
    }

    private static Map<String, Map<String, Limit>> limits(Caveat.Arguments arguments) {
        Map<String, Map<String, Limit>> limits = new LinkedHashMap<>();
        arguments
                .limits()
                .forEach(
                        (tool, of) -> {
                            Map<String, Limit> each = new LinkedHashMap<>();
                            of.forEach((name, limit) -> each.put(name, Limit.of(limit)));
                            limits.put(tool, each);
                        });
        return limits;
    }
}
