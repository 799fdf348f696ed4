package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.secret.RecoverySealing;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.ExportedSecret;
import dev.sealwright.protocol.secret.SaltedValue;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import java.util.Arrays;
import java.util.Optional;

/**
 * Opens an export with the recovery key, offline: each version must be what an included seal leaf
 * names. One that does not open does not keep the others from being opened.
 */
final class SecretRecovery {
    private final ReceiptVerifier receipts;
    private final byte[] key;
    private final Keeper keeper;
    private final Progress progress;
    private int opened;
    private int failed;

    /** Takes what was recovered; the bytes are wiped afterwards. */
    @FunctionalInterface
    interface Keeper {
        void keep(ExportedSecret secret, long version, byte[] value);
    }

    /**
     * @param key raw X25519 private key, wiped by the caller
     */
    SecretRecovery(ReceiptVerifier receipts, byte[] key, Keeper keeper, Progress progress) {
        this.receipts = receipts;
        this.key = key;
        this.keeper = keeper;
        this.progress = progress;
    }

    /** How many versions were opened; throws when some could not be. */
    int recover(ExportReader export) {
        for (Optional<ExportedSecret> next = export.next();
                next.isPresent();
                next = export.next()) {
            recover(export, next.get());
        }
        if (failed > 0) {
            throw new CeremonyRefusedException(
                    failed + " of " + (opened + failed) + " versions could not be opened.");
        }
        return opened;
    }

    private void recover(ExportReader export, ExportedSecret secret) {
        SealedBlob sealed = SealedBlob.decode(secret.blob());
        String name = secret.org() + "/" + secret.name();
        try {
            SecretVersion version = version(secret);
            byte[] plaintext = plaintext(sealed, version);
            keep(secret, version, value(export, sealed, version, plaintext));
            opened++;
            progress.step("opened", name + " version " + version.version());
        } catch (ContentException e) {
            export.skip(sealed, e.read);
            failed(name, e);
        } catch (VerificationException | MalformedException e) {
            export.skip(sealed, 0);
            failed(name, e);
        }
    }

    private byte[] plaintext(SealedBlob sealed, SecretVersion version) {
        byte[] opened =
                RecoverySealing.open(key, sealed.recovery(), version.context(sealed.content()));
        if (!(sealed instanceof SharedSecret shared)) {
            return opened;
        }
        try {
            return SaltedValue.opened(shared, version, opened);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    private void failed(String name, RuntimeException e) {
        failed++;
        progress.step("not-opened", name + ": " + e.getMessage());
    }

    private void keep(ExportedSecret secret, SecretVersion version, byte[] value) {
        try {
            keeper.keep(secret, version.version(), value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /** The version that an included leaf says this blob is. */
    private SecretVersion version(ExportedSecret secret) {
        VerifiedLeaf leaf = receipts.verify(secret.leaf(), secret.receipt());
        SecretBody sealed = leaf.expect(SecretBody.class);
        boolean stands = sealed instanceof SecretBody.Seal || sealed instanceof SecretBody.Reseal;
        if (!stands || !Sha256.of(secret.blob()).equals(sealed.standing())) {
            throw new VerificationException(
                    Reason.MISMATCH, "a blob that is not the one its leaf names");
        }
        return new SecretVersion(leaf.leaf().org(), sealed.secret(), sealed.version());
    }

    private static byte[] value(
            ExportReader export, SealedBlob sealed, SecretVersion version, byte[] plaintext) {
        if (sealed.content().isEmpty()) {
            return plaintext;
        }
        try (ContentCipher cipher = new ContentCipher(plaintext, version)) {
            return content(export, sealed.content().get(), cipher);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static byte[] content(
            ExportReader export, SecretContent content, ContentCipher cipher) {
        byte[] value = new byte[Math.toIntExact(content.size())];
        for (int number = 0; number < content.chunks(); number++) {
            Bytes chunk = export.chunk(content, number);
            try {
                byte[] part = cipher.open(number, number + 1 == content.chunks(), chunk);
                System.arraycopy(part, 0, value, number * SecretContent.CHUNK, part.length);
                Arrays.fill(part, (byte) 0);
            } catch (VerificationException e) {
                Arrays.fill(value, (byte) 0);
                throw new ContentException(number + 1, e);
            }
        }
        return value;
    }

    /** A chunk that is not the one that was sealed. */
    private static final class ContentException extends RuntimeException {
        private final int read;

        /**
         * @param read chunks that were read of this version
         */
        private ContentException(int read, VerificationException cause) {
            super(cause.getMessage(), cause);
            this.read = read;
        }
    }
}
