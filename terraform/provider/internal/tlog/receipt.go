package tlog

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	receiptHeader = "c2sp.org/tlog-proof@v1"
	maxProof      = 63
	maxLeaf       = 65535
)

// Leaf is what a receipt proves to be in the log.
type Leaf struct {
	Type string
	ID   string
	Time time.Time
	Org  string
	// Index of the leaf, and leaves in the tree that the receipt's checkpoint speaks of.
	Index, Size int64
	Origin      string

	body any
}

type leafForm struct {
	_    struct{} `cbor:",toarray"`
	Type string
	ID   []byte
	Time int64
	Org  []byte
	Body any
}

// VerifyReceipt checks that the leaf is in the log of the anchors, by the text of a c2sp.org/tlog-proof.
func VerifyReceipt(leaf []byte, receipt string, anchors *Anchors) (*Leaf, error) {
	verified, err := verifyReceipt(leaf, receipt, anchors)
	if err != nil {
		return nil, fmt.Errorf("the receipt does not hold: %w", err)
	}
	return verified, nil
}

func verifyReceipt(leaf []byte, receipt string, anchors *Anchors) (*Leaf, error) {
	head, signed, found := strings.Cut(receipt, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(receipt) > maxNote || len(lines) < 2 || len(lines) > maxProof+2 || lines[0] != receiptHeader {
		return nil, errors.New("it is no tlog-proof")
	}
	digits, found := strings.CutPrefix(lines[1], "index ")
	index, err := strconv.ParseInt(digits, 10, 64)
	if !found || err != nil || index < 0 || strconv.FormatInt(index, 10) != digits {
		return nil, errors.New("its index is no number")
	}
	proof := tlog.RecordProof{}
	for _, line := range lines[2:] {
		hash, err := hashOf(line)
		if err != nil {
			return nil, err
		}
		proof = append(proof, hash)
	}
	checkpoint, err := VerifyCheckpoint(signed, anchors)
	if err != nil {
		return nil, err
	}
	if err := tlog.CheckRecord(proof, checkpoint.Size, checkpoint.Root, index, tlog.RecordHash(leaf)); err != nil {
		return nil, errors.New("the leaf is not at its place in the log")
	}
	return decoded(leaf, index, checkpoint)
}

func decoded(leaf []byte, index int64, checkpoint *Checkpoint) (*Leaf, error) {
	var form leafForm
	if len(leaf) > maxLeaf {
		return nil, errors.New("the leaf is too long")
	}
	if err := strict(leaf, &form); err != nil {
		return nil, fmt.Errorf("the leaf is no leaf: %w", err)
	}
	kind, prefixed := strings.CutPrefix(form.Type, "sealwright/")
	kind, versioned := strings.CutSuffix(kind, "/v1")
	if !prefixed || !versioned || len(form.ID) != 16 || len(form.Org) != 16 {
		return nil, errors.New("the leaf is of a form that this release does not know")
	}
	return &Leaf{
		Type: kind, ID: hex.EncodeToString(form.ID), Time: time.Unix(form.Time, 0).UTC(), Org: hex.EncodeToString(form.Org),
		Index: index, Size: checkpoint.Size, Origin: checkpoint.Origin, body: form.Body,
	}, nil
}
