package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.SuppressForbidden;
import dev.sealwright.protocol.VerificationException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The ceremony's command line. A PKCS#11 library reads its configuration once a process, so each
 * token gets a run of its own.
 */
public final class CeremonyMain {
    static final int DONE = 0;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int FAILED = 4;

    private static final Set<String> GROUPS =
            Set.of("epoch", "anchors", "script", "transcript", "rehearsal");

    private static final String HELP =
            """
            The key ceremony. Each run needs a PKCS#11 configuration that shows one token only.

            service-keys --module LIBRARY --token-label LABEL --dir FOLDER --out FILE
                [--post-quantum] [--json]
                initialises the service token, makes its keys, and writes their public halves with
                proofs of possession to FILE; the token's PINs go to FOLDER, mode 0600; with
                --post-quantum each checkpoint is signed by ML-DSA-65, too, by a second key of the
                log on the same token, which has to have that (probe says whether)
            member-key --module LIBRARY --token-label LABEL --dir FOLDER --out FILE
                [--post-quantum] [--json]
                initialises the token of a further member of the log, makes its log key, or both,
                and no other, and writes the public half with its proof of possession to FILE; a
                member that is to issue and open too takes service-keys instead
            root --module LIBRARY --token-label LABEL --dir FOLDER --in FILE --out FOLDER
                --origin HOST:PORT/log/EPOCH --trust-domain NAME --server-name NAME...
                [--member FILE]... [--witness VKEY]... [--quorum N]
                [--recovery-shares 3] [--recovery-threshold 2] [--anchors-days 365]
                [--operator NAME=FILE... [--operators-required M]] [--json]
                initialises the root token, makes the root, signs the issuing CAs and the anchors
                document, makes the recovery key and splits it; --server-name may be repeated; with
                --member and --witness checkpoints need more than half of all voters, or --quorum:
                  root … --member member-2.json --member member-3.json --quorum 2
                a --member that was made by service-keys gets issuing CAs of its own
                --operator gives the public key of each who approves changes of trust, of whom M
                must; without, one operator's key is made on the root token
            verify-recovery --ceremony FOLDER --share FILE... [--json]
                shows that the shares give back the recovery key of FOLDER's anchors
            reshare --ceremony FOLDER --share FILE... --out FOLDER [--recovery-shares 3]
                [--recovery-threshold 2] [--json]
                splits the recovery key anew, after a share was lost; old shares go on to work
                together, so destroy those that are left
            recover --ceremony FOLDER --export FILE --share FILE... (--out FOLDER | --prove)
                [--as-of TIME] [--json]
                opens every version of sealwright secrets export with the shares, offline, and
                writes the values to FOLDER/<org>/<name>.v<version>, mode 0600; --prove opens them
                and writes nothing; a share of - is read from standard input; --as-of judges
                anchors that expired meanwhile at that time (RFC 3339)

            epoch close --module LIBRARY --token-label LABEL --pin-file FILE --ceremony FOLDER
                --state FOLDER --out FILE [--json]
                has the voter of the service token write to FILE where its epoch of the log ended;
                it signs nothing more in it; the key service must not run
            epoch sign --module LIBRARY --token-label LABEL --pin-file FILE --ceremony FOLDER
                --head FILE... --restored FOLDER --epoch NAME [--in FILE] [--anchors-days 365]
                --out FOLDER [--json]
                has the root sign the anchors of the next epoch, which takes over what the restored
                log holds; --head is what close wrote, or, where the voter is lost, the largest
                checkpoint that anybody has; --in are the keys of a new service token
            epoch approve --ceremony FOLDER --opening FOLDER --operator NAME OWN-KEY [--json]
                says what sign wrote, and adds the operator's consent to it
            epoch begin --ceremony FOLDER --opening FOLDER --restored FOLDER --state FOLDER
                [--member NAME] [--json]
                verifies what sign wrote and enough operators approved, begins the key service's
                state and puts the anchors in place; needs no token
            anchors sign --module LIBRARY --token-label LABEL --pin-file FILE --ceremony FOLDER
                --out FILE [--anchors-days 365] [--replace-member NAME=FILE]...
                [--replace-witness NAME=VKEY]... [--server-name NAME]...
                [--operator NAME=FILE... [--operators-required M]] [--json]
                has the root sign anchors that replace those of FOLDER within the epoch; voters are
                replaced under the names that the anchors give those who are lost, by what
                member-key wrote of the new token or by the key of another witness:
                  anchors sign … --replace-member member-3=member-3.json --out change.cbor
            anchors approve --ceremony FOLDER --change FILE --operator NAME OWN-KEY [--json]
                says what sign wrote, and adds the operator's consent to it
            anchors install --ceremony FOLDER --change FILE [--json]
                puts what enough operators approved in the place of FOLDER's anchors, and keeps
                those as anchors-VERSION.cose; the service takes it by: sealwright anchors publish
            operator-key --dir FOLDER [--piv 9c --module LIBRARY --pin-file FILE
                [--token-label LABEL] | --passkey --name NAME] [--json]
                makes an operator's own key: operator.key, and operator.pub for --operator of root;
                with --piv the key stays on his PIV card, and operator.pub is read from it; with
                --passkey a browser on this machine makes it, on a page that is served for it
            first-key --dir FOLDER [--json]
                makes another key of the first administrator in FOLDER, admin.key and its digest
                admin.key.sha256; the next epoch that loses entries begins with it
            channel --out FOLDER [--days 825] [--json]
                makes the keys of a channel over TLS between a key service and its control plane: a
                folder for each in FOLDER; needs no token

            script show SCRIPT [--json]
            script sign SCRIPT --operator NAME OWN-KEY [--json]
            script verify SCRIPT [--ceremony FOLDER] [--json]
            script digest FILE [--json]
                what a ceremony will do, as a text that operators sign before it is held; digest
                says by what a script names a file or folder
            run SCRIPT --work FOLDER [--token NAME=SETTINGS]... [--input NAME=FILE]...
                [--place NAME=FOLDER]... [--operator-key NAME=SETTINGS]... [--abandon] [--json]
                does what the script says, asks whom it names before each step, and writes down
                what happened in FOLDER/transcript; a run that was stopped goes on when it is run
                again. SETTINGS are options of the token or key, and variables for its module:
                  module=/usr/lib/softhsm/libsofthsm2.so,pin-file=user.pin,SOFTHSM2_CONF=a.conf
            run SCRIPT --rehearse --module LIBRARY --work FOLDER [--input NAME=FILE]... [--json]
                does the same on SoftHSM2 tokens and in folders made for it, and touches no other
            transcript sign SCRIPT TRANSCRIPT --operator NAME OWN-KEY [--json]
            verify SCRIPT TRANSCRIPT [--ceremony FOLDER [--log FOLDER]] [--json]
                that enough operators signed both, and that the one follows the other; with
                --ceremony that they are those of the anchors, with --log that this copy of the log
                holds the transcript

            OWN-KEY is an operator's own key:
                --key FILE, or
                --module LIBRARY --token-label LABEL --pin-file FILE --key-label LABEL of a token,
                or --piv 9c --module LIBRARY --pin-file FILE [--token-label LABEL] of a PIV card,
                or --passkey, used in a browser on this machine

            probe --module LIBRARY --token-label LABEL --pin-file FILE [--profile NAME] [--json]
                opens a token and tries out what the service would do with it; says of each
                operation whether it is available, replaced by something, or missing, and what is
                known of the vendor's module; leaves nothing on the token

            --profile wherever a token is opened: softhsm2, kryoptic, aws-cloudhsm,
            thales-luna, yubihsm2, google-kms-pkcs11, tpm2-pkcs11, or a file, named with a slash;
            without it the module is recognised. With --pin-file FILE in place of --dir,
            service-keys and root use a token that its vendor's tools have initialised

            examples:
              ceremony probe --module /usr/lib/softhsm/libsofthsm2.so \
                --token-label sealwright-service --pin-file hsm/user.pin
              ceremony service-keys --module /opt/cloudhsm/lib/libcloudhsm_pkcs11.so \
                --token-label hsm1 --pin-file crypto-user.pin --out service-keys.json

            exit status: 0 done; 2 wrong usage; 3 refused: held already, something given does
            not verify, or the token lacks what is needed; 4 the token or a file failed
            """;

    private CeremonyMain() {}

    @SuppressForbidden("a program's entry point: its output, its clock and its randomness")
    public static void main(String[] arguments) {
        // What it has to say it prints.
        System.setProperty(
                "logback.configurationFile", "dev/sealwright/keyservice/ceremony-logback.xml");
        int status =
                run(
                        Arrays.asList(arguments),
                        new People(
                                new BufferedReader(
                                        new InputStreamReader(System.in, StandardCharsets.UTF_8))),
                        System.out,
                        System.err,
                        new SecureRandom(),
                        InstantSource.system());
        System.exit(status);
    }

    /** With nobody there who could be asked. */
    static int run(
            List<String> words,
            PrintStream out,
            PrintStream err,
            SecureRandom random,
            InstantSource clock) {
        People nobody = new People(new BufferedReader(Reader.nullReader()));
        return run(words, nobody, out, err, random, clock);
    }

    static int run(
            List<String> words,
            People people,
            PrintStream out,
            PrintStream err,
            SecureRandom random,
            InstantSource clock) {
        if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
            (words.isEmpty() ? err : out).print(HELP);
            return words.isEmpty() ? USAGE : DONE;
        }
        try {
            hold(words, people, out, random, clock);
            return DONE;
        } catch (UsageException e) {
            err.println("ceremony: " + e.getMessage() + "; see --help");
            return USAGE;
        } catch (CeremonyRefusedException
                | StartRefusedException
                | KeyServiceRefusedException
                | MalformedException
                | VerificationException e) {
            err.println("ceremony: refused: " + e.getMessage());
            return REFUSED;
        } catch (KeyBackendException | KeyBackendUnavailableException | UncheckedIOException e) {
            err.println("ceremony: failed: " + e.getMessage());
            return FAILED;
        }
    }

    private static void hold(
            List<String> words,
            People people,
            PrintStream out,
            SecureRandom random,
            InstantSource clock) {
        boolean grouped = words.size() > 1 && GROUPS.contains(words.getFirst());
        Arguments arguments = new Arguments(words.subList(grouped ? 2 : 1, words.size()));
        Progress progress = new Progress(out, arguments.flag("--json"));
        if (grouped) {
            grouped(words.get(0), words.get(1), arguments, progress, random, clock);
            return;
        }
        KeyCommand keys = new KeyCommand(arguments, progress, random, clock);
        RecoveryCommand recovery = new RecoveryCommand(arguments, progress, random, clock);
        OwnKeyCommand own = new OwnKeyCommand(arguments, progress, random, clock);
        switch (words.getFirst()) {
            case "service-keys" -> keys.serviceKeys();
            case "member-key" -> keys.memberKey();
            case "root" -> keys.root();
            case "probe" -> keys.probe();
            case "verify-recovery" -> recovery.verifyRecovery();
            case "recover" -> recovery.recover();
            case "reshare" -> recovery.reshare();
            case "channel" -> own.channel();
            case "first-key" -> own.firstKey();
            case "operator-key" -> own.operatorKey();
            case "run" -> new RunCommand(arguments, people, progress, clock).run();
            case "verify" -> new ScriptCommand(arguments, progress, random, clock).verifyHeld();
            default -> throw new UsageException("no command '" + words.getFirst() + "'");
        }
    }

    private static void grouped(
            String group,
            String name,
            Arguments arguments,
            Progress progress,
            SecureRandom random,
            InstantSource clock) {
        switch (group) {
            case "epoch" -> epoch(name, new EpochCommand(arguments, progress, random, clock));
            case "anchors" -> anchors(name, new AnchorsCommand(arguments, progress, random, clock));
            case "script" -> script(name, new ScriptCommand(arguments, progress, random, clock));
            case "transcript" ->
                    transcript(name, new ScriptCommand(arguments, progress, random, clock));
            default -> rehearsal(name, new RehearsalCommand(arguments, progress, random, clock));
        }
    }

    private static void anchors(String name, AnchorsCommand command) {
        switch (name) {
            case "sign" -> command.sign();
            case "approve" -> command.approve();
            case "install" -> command.install();
            default -> throw new UsageException("no command 'anchors " + name + "'");
        }
    }

    private static void script(String name, ScriptCommand command) {
        switch (name) {
            case "show" -> command.show();
            case "sign" -> command.sign();
            case "verify" -> command.verify();
            case "digest" -> command.digest();
            default -> throw new UsageException("no command 'script " + name + "'");
        }
    }

    private static void transcript(String name, ScriptCommand command) {
        if (!name.equals("sign")) {
            throw new UsageException("no command 'transcript " + name + "'");
        }
        command.signTranscript();
    }

    /** What a rehearsal does in processes of its own. */
    private static void rehearsal(String name, RehearsalCommand command) {
        switch (name) {
            case "check" -> command.check();
            case "log" -> command.log();
            default -> throw new UsageException("no command 'rehearsal " + name + "'");
        }
    }

    private static void epoch(String name, EpochCommand command) {
        switch (name) {
            case "close" -> command.close();
            case "sign" -> command.sign();
            case "approve" -> command.approve();
            case "begin" -> command.begin();
            default -> throw new UsageException("no command 'epoch " + name + "'");
        }
    }
}
