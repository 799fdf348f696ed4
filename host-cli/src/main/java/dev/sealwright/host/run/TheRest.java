package dev.sealwright.host.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes everything behind an option as it stands, options of other programs included. */
final class TheRest implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec argument, CommandSpec command) {
        List<String> rest = new ArrayList<>();
        while (!left.isEmpty()) {
            rest.add(left.pop());
        }
        argument.setValue(List.copyOf(rest));
    }
}
