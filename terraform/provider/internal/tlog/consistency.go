package tlog

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is that of c2sp.org/tlog-tiles.
const tileHeight = 8

// Fetch reads a tile by its path under the log, as "tile/0/000".
type Fetch func(path string) ([]byte, error)

// CheckContinues demands that a checkpoint continues an earlier one: that the log only grew. Tiles are fetched as
// needed and proven to lie under the later root before they count.
func CheckContinues(earlier, later *Checkpoint, fetch Fetch) error {
	switch {
	case earlier.Origin != later.Origin:
		return errors.New("the earlier checkpoint is of another log")
	case earlier.Size > later.Size:
		return fmt.Errorf("the log had %d leaves and has %d now: it was rolled back", earlier.Size, later.Size)
	case earlier.Size == 0:
		return nil
	}
	tree := tlog.Tree{N: later.Size, Hash: later.Root}
	root, err := tlog.TreeHash(earlier.Size, tlog.TileHashReader(tree, tiles(fetch)))
	if err != nil {
		return fmt.Errorf("the log's tiles do not lead to its checkpoint: %w", err)
	}
	if root != earlier.Root {
		return fmt.Errorf("the first %d leaves are not what they were: the log was rewritten", earlier.Size)
	}
	return nil
}

type tiles Fetch

func (t tiles) Height() int { return tileHeight }

// ReadTiles leaves the height out of a tile's path, as c2sp.org/tlog-tiles does.
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, 0, len(wanted))
	for _, tile := range wanted {
		content, err := t("tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight)))
		if err != nil {
			return nil, err
		}
		if len(content) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("a tile of %d bytes instead of %d", len(content), tile.W*tlog.HashSize)
		}
		read = append(read, content)
	}
	return read, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
