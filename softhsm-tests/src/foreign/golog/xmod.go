package main

import (
	"bytes"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"
)

func checkWithXMod(m *mirror) error {
	var stored hashes
	var tile []byte
	size := uint64(len(m.entries))
	for i, entry := range m.entries {
		added, err := tlog.StoredHashes(int64(i), entry, &stored)
		if err != nil {
			return err
		}
		stored = append(stored, added...)
		leaf := tlog.RecordHash(entry)
		tile = append(tile, leaf[:]...)
		if done := uint64(i) + 1; done%width == 0 || done == size {
			first := (done - 1) / width
			on, err := os.ReadFile(m.path("0", first, done-first*width))
			if err == nil && !bytes.Equal(on, tile) {
				return fmt.Errorf("tile %d of level 0 is not of its entries", first)
			}
			tile = nil
		}
	}
	computed, err := tlog.TreeHash(int64(size), &stored)
	if err != nil {
		return err
	}
	if !bytes.Equal(computed[:], m.root) {
		return fmt.Errorf("root %x over the entries, %x in the checkpoint", computed, m.root)
	}
	return nil
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
