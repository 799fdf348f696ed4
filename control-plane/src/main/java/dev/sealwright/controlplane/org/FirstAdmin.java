package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.ApiKeyDocument;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.OrgDocument;
import dev.sealwright.controlplane.access.Orgs;
import dev.sealwright.controlplane.access.Pepper;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.access.RoleBindingDocument;
import dev.sealwright.controlplane.access.UserDocument;
import dev.sealwright.controlplane.log.FirstPlatformKey;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.Quarantine;
import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the organisation {@code platform} with its first administrator out of the key that the
 * ceremony leaf names, once in the life of a log: never again after the log has told of any API key
 * there. An epoch that lost leaves begins with it anew, since no older key is believed.
 */
@Context
final class FirstAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final String NAME = "first-admin";
    private static final int TAG_SIZE = 16;

    private final Records records;
    private final RecordWriter writer;
    private final Orgs orgs;
    private final Pepper pepper;
    private final FirstPlatformKey key;
    private final SecureRandom random;
    private final Ledger ledger;
    private final Quarantine quarantine;

    FirstAdmin(
            Records records,
            Ledger ledger,
            Quarantine quarantine,
            RecordWriter writer,
            Orgs orgs,
            Pepper pepper,
            FirstPlatformKey key,
            SecureRandom random) {
        this.records = records;
        this.ledger = ledger;
        this.quarantine = quarantine;
        this.writer = writer;
        this.orgs = orgs;
        this.pepper = pepper;
        this.key = key;
        this.random = random;
    }

    @PostConstruct
    void make() {
        Bytes tag = orgs.find(Org.PLATFORM).map(Org::tag).orElseGet(this::newTag);
        if (records.ever(RecordKind.API_KEY, tag)
                && ledger.everSince(RecordKind.API_KEY, tag, quarantine.from())) {
            return;
        }
        if (orgs.find(Org.PLATFORM).isEmpty()) {
            put(
                    OrgDocument.TYPE,
                    new Place(Leaf.NO_ORG, tag, Org.PLATFORM),
                    new OrgDocument("The service itself", null));
        }
        put(UserDocument.TYPE, Place.in(tag, NAME), new UserDocument("First administrator", null));
        put(
                RoleBindingDocument.TYPE,
                Place.in(tag, NAME),
                new RoleBindingDocument(NAME, Role.PLATFORM, List.of(), List.of()));
        put(
                ApiKeyDocument.TYPE,
                Place.in(tag, NAME),
                ApiKeyDocument.of(NAME, pepper.verifier(key.digest()), null));
        LOG.info("first administrator made: user {} of the organisation {}", NAME, Org.PLATFORM);
    }

    private <T> void put(RecordType<T> type, Place place, T value) {
        writer.put(type, place, value, Precondition.NONE);
    }

    private Bytes newTag() {
        byte[] tag = new byte[TAG_SIZE];
        random.nextBytes(tag);
        return Bytes.of(tag);
    }
}
