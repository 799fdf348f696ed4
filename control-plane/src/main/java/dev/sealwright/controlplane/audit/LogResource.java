package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.Epochs;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.log.TileStore;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Note;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;

/** The log as its ecosystem reads it (c2sp.org/tlog-tiles), under the epoch of its origin. */
@Controller("/log/{epoch}")
@On({Listener.PEOPLE, Listener.HOSTS})
@Allow(Allow.Door.ANYONE)
public class LogResource {
    private static final String EPOCH =
            "The last part of the log's origin; of a closed epoch what was taken over is here";
    private static final String PATH =
            "Level, index and width of a tile, as in `0/000`, `0/000.p/5` or `entries/000`; its"
                    + " slashes are not percent-encoded";
    private static final String KEPT = "Index and width of a bundle, as in `000` or `000.p/5`";
    static final String WITNESSES =
            "Of the newest checkpoint that at least so many witnesses have cosigned";
    private static final String NEVER_CHANGES = "public, max-age=31536000, immutable";

    private final TileStore tiles;
    private final Cosignatures cosignatures;
    private final Epochs epochs;
    private final String epoch;

    LogResource(
            TileStore tiles, Cosignatures cosignatures, Epochs epochs, VerifiedAnchors anchors) {
        this.tiles = tiles;
        this.epochs = epochs;
        this.cosignatures = cosignatures;
        this.epoch = anchors.origin().substring(anchors.origin().lastIndexOf('/') + 1);
    }

    @Get("/checkpoint")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "logCheckpoint",
            summary = "The last signed checkpoint, a signed note with what witnesses cosigned")
    @ApiResponse(responseCode = "404", description = "None has so many cosignatures.")
    public HttpResponse<String> checkpoint(
            @Parameter(description = EPOCH) String epoch,
            @Parameter(description = WITNESSES) @QueryValue Optional<Integer> witnesses) {
        int least = atLeast(witnesses);
        SignedHead head =
                (isPresent(epoch) ? cosignatures.newest(least) : epochs.checkpoint(epoch))
                        .orElseThrow(ProblemException::notFound);
        return HttpResponse.ok(head.note().encode()).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @Get("/tile/{+path}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(operationId = "logTile", summary = "A tile of hashes, or a bundle of entries")
    @ApiResponse(
            responseCode = "410",
            description =
                    "Retention took bytes of an entry in the bundle; the rest is under `kept`.")
    public HttpResponse<byte[]> tile(
            @Parameter(description = EPOCH) String epoch,
            @Parameter(description = PATH) String path) {
        Tile tile = parsed(path);
        return (isPresent(epoch) ? tiles.tile(tile) : epochs.tile(epoch, tile))
                .map(
                        content ->
                                HttpResponse.ok(content.toArray())
                                        .header(HttpHeaders.CACHE_CONTROL, NEVER_CHANGES))
                .orElseThrow(ProblemException::notFound);
    }

    @Get("/kept/{+path}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "logKept",
            summary =
                    "What is kept of a bundle: nothing in the place of an entry that went, whose hash"
                            + " is in the tile of level 0")
    public HttpResponse<byte[]> kept(
            @Parameter(description = EPOCH) String epoch,
            @Parameter(description = KEPT) String path) {
        Tile bundle = parsed("entries/" + path);
        return (isPresent(epoch) ? tiles.kept(bundle) : epochs.kept(epoch, bundle))
                .map(
                        content ->
                                HttpResponse.ok(content.toArray())
                                        .header(HttpHeaders.CACHE_CONTROL, "no-cache"))
                .orElseThrow(ProblemException::notFound);
    }

    /** How many cosignatures are asked for: as many as a note has room for, at most. */
    static int atLeast(Optional<Integer> witnesses) {
        int number = witnesses.orElse(0);
        if (number < 0 || number > Note.MAX_SIGNATURES) {
            throw ProblemException.invalid("witnesses", "witnesses is 0 to " + Note.MAX_SIGNATURES);
        }
        return number;
    }

    private boolean isPresent(String asked) {
        return asked.equals(epoch);
    }

    private static Tile parsed(String path) {
        try {
            return Tile.parse("tile/" + path);
        } catch (MalformedException e) {
            throw ProblemException.notFound();
        }
    }
}
