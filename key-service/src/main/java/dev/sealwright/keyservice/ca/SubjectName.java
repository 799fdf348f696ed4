package dev.sealwright.keyservice.ca;

import dev.sealwright.protocol.Bytes;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/** An entry of a subject alternative name (RFC 5280 section 4.2.1.6). */
sealed interface SubjectName {
    record Uri(String text) implements SubjectName {}

    record Dns(String text) implements SubjectName {}

    /** 4 or 16 bytes. */
    record Address(Bytes bytes) implements SubjectName {}

    /** A server name of the anchors: an address if it is written as one, else a DNS name. */
    static SubjectName ofServer(String name) {
        Optional<Bytes> address = IpAddress.parse(name);
        return address.isPresent() ? new Address(address.get()) : new Dns(name);
    }

    default GeneralName general() {
        return switch (this) {
            case Uri uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri.text());
            case Dns dns -> new GeneralName(GeneralName.dNSName, dns.text());
            case Address address ->
                    new GeneralName(
                            GeneralName.iPAddress, new DEROctetString(address.bytes().toArray()));
        };
    }
}
