package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.protocol.Bytes;
import java.util.Optional;

/**
 * A member as a keeper of keys beside its log key, or one that turns out to vote only.
 *
 * @see Keepers
 */
final class Keeper {
    private final String address;
    private final KeyService service;
    private volatile Optional<SharingKey> key = Optional.empty();
    private volatile Optional<Bytes> id = Optional.empty();
    private volatile boolean votesOnly;

    /**
     * @param service that waits for no restart: another keeper can be asked instead
     */
    Keeper(String address, KeyService service) {
        this.address = address;
        this.service = service;
    }

    String address() {
        return address;
    }

    KeyService service() {
        return service;
    }

    /** See {@link SharingKey#member}; known once it has answered. */
    Optional<Bytes> id() {
        return id;
    }

    /** Whether it has said that it holds its log key alone. */
    boolean votesOnly() {
        return votesOnly;
    }

    /** To what others seal for it, as far as it is known. */
    Optional<SharingKey> known() {
        return key;
    }

    /** The same, asked for unless it is known; empty while it is away or if it votes only. */
    Optional<SharingKey> sharingKey() {
        return key.isPresent() || votesOnly ? key : asked();
    }

    /** Asks whatever is known: it may have gone, or been started anew. */
    Optional<SharingKey> asked() {
        try {
            SharingKey asked = service.sharingKey();
            id = Optional.of(asked.member());
            key = Optional.of(asked);
            votesOnly = false;
        } catch (KeyServiceRefusedException e) {
            votesOnly = e.code() == RefusalCode.UNKNOWN_KEY;
            forget();
        } catch (KeyServiceUnavailableException e) {
            forget();
        }
        return key;
    }

    /** It may have been started anew, with another sharing key. */
    void forget() {
        key = Optional.empty();
    }
}
