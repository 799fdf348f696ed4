package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The members beside the first, in the order in which they were given: each stated its log key
 * alone, and votes, or all keys of a service token, and issues and opens too.
 */
record FurtherMembers(List<Statement> statements) {
    FurtherMembers {
        statements = List.copyOf(statements);
    }

    /**
     * What one of them stated.
     *
     * @param all its keys, where it holds all
     */
    record Statement(MemberStatement vote, Optional<ServiceKeysStatement> all) {
        /** Either form; throws unless the keys prove themselves. */
        static Statement parse(String json) {
            Statement statement = read(json);
            statement.vote().verify();
            statement.all().ifPresent(ServiceKeysStatement::verify);
            return statement;
        }

        private static Statement read(String json) {
            if (!ServiceKeysStatement.isOne(json)) {
                return new Statement(MemberStatement.parse(json), Optional.empty());
            }
            ServiceKeysStatement keys = ServiceKeysStatement.parse(json);
            return new Statement(keys.vote(), Optional.of(keys));
        }
    }

    /** Their log keys. */
    List<MemberStatement> votes() {
        return statements.stream().map(Statement::vote).toList();
    }

    /** Those that hold all keys, by the names that the electorate gives them. */
    List<FullMember> full(Electorate electorate) {
        List<FullMember> full = new ArrayList<>();
        for (Statement each : statements) {
            each.all().ifPresent(keys -> full.add(new FullMember(name(electorate, keys), keys)));
        }
        return List.copyOf(full);
    }

    private static String name(Electorate electorate, ServiceKeysStatement keys) {
        return electorate.voters().stream()
                .filter(voter -> voter.key().equals(keys.logKey()))
                .findFirst()
                .orElseThrow(() -> new MalformedException("a member that does not vote"))
                .name();
    }
}
