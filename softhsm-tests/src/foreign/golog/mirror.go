package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

const width = 256

// What a folder holds of a log up to its checkpoint, whose signature is right.
type mirror struct {
	folder  string
	origin  string
	key     note.Verifier
	root    []byte
	entries [][]byte
}

func logKey(origin, keyHex string) (note.Verifier, error) {
	key, err := hex.DecodeString(keyHex)
	if err != nil {
		return nil, err
	}
	typed := append([]byte{1}, key...)
	id := sha256.Sum256(append([]byte(origin+"\n"), typed...))
	return fnote.NewVerifier(
		fmt.Sprintf("%s+%08x+%s", origin, binary.BigEndian.Uint32(id[:4]), base64.StdEncoding.EncodeToString(typed)))
}

func open(folder, origin string, key note.Verifier) (*mirror, error) {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	head, _, _, err := log.ParseCheckpoint(text, origin, key)
	if err != nil {
		return nil, err
	}
	m := &mirror{folder: folder, origin: origin, key: key, root: head.Hash}
	for first := uint64(0); first < head.Size; first += width {
		bundle, err := m.bundle(first/width, min(width, head.Size-first))
		if err != nil {
			return nil, err
		}
		m.entries = append(m.entries, bundle...)
	}
	return m, nil
}

func (m *mirror) bundle(index, count uint64) ([][]byte, error) {
	data, err := os.ReadFile(m.path("entries", index, count))
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
	if uint64(len(entries)) != count {
		return nil, fmt.Errorf("bundle %d holds %d entries, not %d", index, len(entries), count)
	}
	return entries, nil
}

func (m *mirror) path(level string, index, count uint64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for rest := index / 1000; rest > 0; rest /= 1000 {
		name = fmt.Sprintf("x%03d/%s", rest%1000, name)
	}
	if count < width {
		name = fmt.Sprintf("%s.p/%d", name, count)
	}
	return filepath.Join(m.folder, "tile", level, filepath.FromSlash(name))
}
