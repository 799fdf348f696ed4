package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/transparency-dev/formats/log"
	tproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// Returns how many proofs it read.
func checkWithTransparencyDev(m *mirror, proofs string) (int, error) {
	tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for _, entry := range m.entries {
		if err := tree.Append(rfc6962.DefaultHasher.HashLeaf(entry), nil); err != nil {
			return 0, err
		}
	}
	root, err := tree.GetRootHash(nil)
	if err != nil {
		return 0, err
	}
	if !bytes.Equal(root, m.root) {
		return 0, fmt.Errorf("root %x over the entries, %x in the checkpoint", root, m.root)
	}
	files, err := os.ReadDir(proofs)
	if err != nil {
		return 0, err
	}
	if len(files) == 0 {
		return 0, fmt.Errorf("no proofs in %s", proofs)
	}
	for _, file := range files {
		if err := m.checkProof(filepath.Join(proofs, file.Name()), file.Name()); err != nil {
			return 0, fmt.Errorf("proof %s: %w", file.Name(), err)
		}
	}
	return len(files), nil
}

func (m *mirror) checkProof(path, name string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var given tproof.TLogProof
	if err := given.Unmarshal(text); err != nil {
		return err
	}
	if name != strconv.FormatUint(given.Index, 10) || given.Index >= uint64(len(m.entries)) {
		return fmt.Errorf("it is for index %d", given.Index)
	}
	head, _, _, err := log.ParseCheckpoint(given.Checkpoint, m.origin, m.key)
	if err != nil {
		return err
	}
	hashes := make([][]byte, len(given.Hashes))
	for i := range given.Hashes {
		hashes[i] = given.Hashes[i][:]
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(m.entries[given.Index])
	return proof.VerifyInclusion(rfc6962.DefaultHasher, given.Index, head.Size, leaf, hashes, head.Hash)
}
