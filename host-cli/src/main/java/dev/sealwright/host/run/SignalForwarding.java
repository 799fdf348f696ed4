package dev.sealwright.host.run;

/**
 * While an agent runs, whoever asks this program to end (SIGTERM, SIGINT, SIGHUP) asks the agent,
 * and this program ends with the agent's exit code.
 */
final class SignalForwarding implements AutoCloseable {
    private final Thread hook;

    SignalForwarding(Agent agent) {
        hook = new Thread(() -> Runtime.getRuntime().halt(agent.stop()), "signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The virtual machine is ending: the hook runs already and says how.
        }
    }
}
