package dev.sealwright.controlplane.log;

/**
 * Where a stored tile of hashes belongs, however wide it has grown.
 *
 * @param level from 0, that of the leaf hashes
 * @param index among the tiles of that level
 */
record TileAddress(int level, long index) {}
