// Reads a mirror of our log with the note and tlog packages of golang.org/x/mod, which know nothing of us:
// the checkpoint is signed by the key, the tree over the entries has its root, and the level 0 tiles are theirs.
//
//	xmod MIRROR ORIGIN LOG_KEY_HEX
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: xmod MIRROR ORIGIN LOG_KEY_HEX")
		os.Exit(2)
	}
	size, err := check(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, "xmod:", err)
		os.Exit(1)
	}
	fmt.Printf("golang.org/x/mod: checkpoint signed, root over %d entries right\n", size)
}

func check(mirror, origin, keyHex string) (int64, error) {
	size, root, err := checkpoint(mirror, origin, keyHex)
	if err != nil {
		return 0, err
	}
	var stored hashes
	for first := int64(0); first < size; first += width {
		count := min(width, size-first)
		entries, err := bundle(mirror, first/width, count)
		if err != nil {
			return 0, err
		}
		var tile []byte
		for i, entry := range entries {
			added, err := tlog.StoredHashes(first+int64(i), entry, &stored)
			if err != nil {
				return 0, err
			}
			stored = append(stored, added...)
			leaf := tlog.RecordHash(entry)
			tile = append(tile, leaf[:]...)
		}
		on, err := os.ReadFile(path(mirror, "0", first/width, count))
		if err == nil && !bytes.Equal(on, tile) {
			return 0, fmt.Errorf("tile %d of level 0 is not of its entries", first/width)
		}
	}
	computed, err := tlog.TreeHash(size, &stored)
	if err != nil {
		return 0, err
	}
	if !bytes.Equal(computed[:], root) {
		return 0, fmt.Errorf("root %x over the entries, %x in the checkpoint", computed, root)
	}
	return size, nil
}

func checkpoint(mirror, origin, keyHex string) (int64, []byte, error) {
	key, err := hex.DecodeString(keyHex)
	if err != nil {
		return 0, nil, err
	}
	typed := append([]byte{1}, key...)
	id := sha256.Sum256(append([]byte(origin+"\n"), typed...))
	vkey := fmt.Sprintf("%s+%08x+%s", origin, binary.BigEndian.Uint32(id[:4]), base64.StdEncoding.EncodeToString(typed))
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, nil, err
	}
	text, err := os.ReadFile(filepath.Join(mirror, "checkpoint"))
	if err != nil {
		return 0, nil, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return 0, nil, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 3 || lines[0] != origin {
		return 0, nil, fmt.Errorf("a checkpoint of %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, nil, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	return size, root, err
}

func bundle(mirror string, index, count int64) ([][]byte, error) {
	data, err := os.ReadFile(path(mirror, "entries", index, count))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("bundle %d is cut short", index)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if int64(len(entries)) != count {
		return nil, fmt.Errorf("bundle %d holds %d entries, not %d", index, len(entries), count)
	}
	return entries, nil
}

func path(mirror, level string, index, count int64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for rest := index / 1000; rest > 0; rest /= 1000 {
		name = fmt.Sprintf("x%03d/%s", rest%1000, name)
	}
	if count < width {
		name = fmt.Sprintf("%s.p/%d", name, count)
	}
	return filepath.Join(mirror, "tile", level, filepath.FromSlash(name))
}

type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(*h)) {
			return nil, fmt.Errorf("no stored hash %d", index)
		}
		found[i] = (*h)[index]
	}
	return found, nil
}
