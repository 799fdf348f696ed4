package dev.sealwright.operator.service;

import dev.sealwright.client.terminal.Surroundings;
import picocli.CommandLine.Mixin;

/**
 * The same with {@code --org}, for a command about an organisation. Paths begin below {@code
 * /v1/orgs/<org>}.
 */
public final class OrgDesk extends Desk {
    @Mixin private final Organisation organisation = new Organisation();

    /** The whole path of what lies below the organisation. */
    @Override
    public String path(Surroundings surroundings, String below) {
        return organisation.path(connections(), surroundings) + below;
    }
}
