package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Note;

/** A signed checkpoint as it is stored. */
public record SignedHead(long size, Bytes root, Note note) {}
