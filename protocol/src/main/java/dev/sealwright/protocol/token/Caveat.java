package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.token.Denial.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One condition of a layer. All conditions of all layers must hold, so whatever a layer adds can
 * only take away; a denial cannot be undone.
 */
public sealed interface Caveat {
    /** Its key in {@link Caveats}; each stands there once. */
    default int code() {
        return switch (this) {
            case Audience _ -> Audience.CODE;
            case Tools _ -> Tools.CODE;
            case DeniedTools _ -> DeniedTools.CODE;
            case Resources _ -> Resources.CODE;
            case DeniedResources _ -> DeniedResources.CODE;
            case Arguments _ -> Arguments.CODE;
            case Calls _ -> Calls.CODE;
            case Amount _ -> Amount.CODE;
            case NotBefore _ -> NotBefore.CODE;
            case Expires _ -> Expires.CODE;
        };
    }

    /** Why it stands against the demand, or empty. */
    Optional<Objection> objection(Demand demand);

    /**
     * What is judged.
     *
     * @param audience who would carry the request out
     * @param spent under this layer before the request
     */
    record Demand(CapabilityRequest request, String audience, Instant now, Spent spent) {}

    /** A reason, before it is known in which layer it stands. */
    record Objection(Reason reason, String text) {}

    private static Optional<Objection> unless(boolean holds, Reason reason, String text) {
        return holds ? Optional.empty() : Optional.of(new Objection(reason, text));
    }

    /** Who may accept the token; sorted. */
    record Audience(List<String> names) implements Caveat {
        static final int CODE = 1;

        public Audience {
            names = Words.requireSorted(names, "an audience");
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    names.contains(demand.audience()), Reason.AUDIENCE, "it is for someone else");
        }
    }

    /** The tools that may be called; sorted. */
    record Tools(List<String> names) implements Caveat {
        static final int CODE = 2;

        public Tools {
            names = Words.requireSorted(names, "tools");
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    names.contains(demand.request().tool()),
                    Reason.TOOL,
                    "it does not allow this tool");
        }
    }

    /** Tools that may not be called, whatever else is said; sorted. */
    record DeniedTools(List<String> names) implements Caveat {
        static final int CODE = 3;

        public DeniedTools {
            names = Words.requireSorted(names, "denied tools");
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    !names.contains(demand.request().tool()), Reason.TOOL, "it denies this tool");
        }
    }

    /** Every resource of a request is under one of these prefixes, which are sorted. */
    record Resources(List<String> prefixes) implements Caveat {
        static final int CODE = 4;

        public Resources {
            prefixes = Words.requireSorted(prefixes, "resources");
            prefixes.forEach(ResourceName::require);
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            for (String resource : demand.request().resources()) {
                if (!covers(resource)) {
                    return unless(false, Reason.RESOURCE, "it does not allow one of the resources");
                }
            }
            return Optional.empty();
        }

        boolean covers(String resource) {
            for (String prefix : prefixes) {
                if (ResourceName.covers(prefix, resource)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * No resource of a request has anything in common with these prefixes, which are sorted;
     * whatever else is said.
     */
    record DeniedResources(List<String> prefixes) implements Caveat {
        static final int CODE = 5;

        public DeniedResources {
            prefixes = Words.requireSorted(prefixes, "denied resources");
            prefixes.forEach(ResourceName::require);
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    demand.request().resources().stream().noneMatch(this::touches),
                    Reason.RESOURCE,
                    "it denies one of the resources");
        }

        private boolean touches(String resource) {
            return prefixes.stream().anyMatch(prefix -> ResourceName.overlap(prefix, resource));
        }
    }

    /** By tool, what its arguments may be. A limited argument must be given. */
    record Arguments(SortedMap<String, SortedMap<String, ArgumentLimit>> limits) implements Caveat {
        static final int CODE = 6;

        public Arguments {
            SortedMap<String, SortedMap<String, ArgumentLimit>> copy = new TreeMap<>();
            limits.forEach((tool, of) -> copy.put(Words.require(tool, "a tool"), checked(of)));
            if (copy.isEmpty() || copy.size() > Words.MAX_ITEMS) {
                throw new MalformedException("limits of no tool, or of too many");
            }
            limits = Collections.unmodifiableSortedMap(copy);
        }

        private static SortedMap<String, ArgumentLimit> checked(Map<String, ArgumentLimit> limits) {
            limits.keySet().forEach(name -> Words.require(name, "the name of an argument"));
            if (limits.isEmpty() || limits.size() > Words.MAX_ITEMS) {
                throw new MalformedException("limits of no argument, or of too many");
            }
            return Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            Map<String, ArgumentLimit> limited =
                    limits.getOrDefault(demand.request().tool(), Collections.emptySortedMap());
            Map<String, ArgumentValue> given = demand.request().arguments();
            return unless(
                    limited.entrySet().stream()
                            .allMatch(
                                    each ->
                                            Optional.ofNullable(given.get(each.getKey()))
                                                    .filter(each.getValue()::allows)
                                                    .isPresent()),
                    Reason.ARGUMENT,
                    "an argument is missing or beyond its limit");
        }
    }

    /** How many calls there may be in all. */
    record Calls(long most) implements Caveat {
        static final int CODE = 7;

        public Calls {
            requireLimit(most);
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    demand.spent().calls() < most, Reason.CALLS, "no call of its budget is left");
        }
    }

    /** How much may be spent in all. */
    record Amount(long most) implements Caveat {
        static final int CODE = 8;

        public Amount {
            requireLimit(most);
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            long spent = demand.spent().amount();
            return unless(
                    spent <= most && demand.request().amount() <= most - spent,
                    Reason.AMOUNT,
                    "its budget does not cover the amount");
        }
    }

    private static void requireLimit(long most) {
        if (most < 0) {
            throw new MalformedException("a negative budget");
        }
    }

    /** Not before this time, give or take {@link Validity#SKEW}. */
    record NotBefore(Instant time) implements Caveat {
        static final int CODE = 9;

        public NotBefore {
            Seconds.require(time);
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    !demand.now().isBefore(time.minus(Validity.SKEW)),
                    Reason.NOT_YET_VALID,
                    "it is not valid yet");
        }
    }

    /** Not after this time, give or take {@link Validity#SKEW}. */
    record Expires(Instant time) implements Caveat {
        static final int CODE = 10;

        public Expires {
            Seconds.require(time);
        }

        @Override
        public Optional<Objection> objection(Demand demand) {
            return unless(
                    !demand.now().isAfter(time.plus(Validity.SKEW)),
                    Reason.EXPIRED,
                    "it has expired");
        }
    }
}
