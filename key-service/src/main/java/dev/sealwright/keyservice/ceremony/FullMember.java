package dev.sealwright.keyservice.ceremony;

/**
 * A further member whose token holds all keys, so that it issues and opens as the first one does.
 *
 * @param name among the voters
 */
record FullMember(String name, ServiceKeysStatement keys) {
    String serverCaName() {
        return RootCeremony.SERVER_CA + " " + name;
    }

    String hostCaName() {
        return RootCeremony.HOST_CA + " " + name;
    }
}
