package tlog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
)

const (
	reportType = "sealwright/report-file/v1"
	maxReport  = 16 << 20
)

// Report is what a service stated of itself, at a moment that the log knows.
type Report struct {
	Time time.Time
	// Org is the tag of the organisation it is about, 32 hexadecimal digits; zeros for the whole service.
	Org    string
	Digest [sha256.Size]byte
	Index  int64
	// Version of the program, and the library of its token, in their own words.
	Version, Library string
}

type reportForm struct {
	_       struct{} `cbor:",toarray"`
	Type    string
	Body    []byte
	Leaf    []byte
	Receipt string
	Proofs  [][][]byte
}

// VerifyReport checks that a report's file is authentic: its body is what its leaf commits to, and the leaf is in the log
// of the anchors. What each line of it proves, `sealwright report verify` appraises.
func VerifyReport(file []byte, anchors *Anchors) (*Report, error) {
	report, err := verifyReport(file, anchors)
	if err != nil {
		return nil, fmt.Errorf("the report does not hold: %w", err)
	}
	return report, nil
}

func verifyReport(file []byte, anchors *Anchors) (*Report, error) {
	var form reportForm
	if len(file) > maxReport {
		return nil, errors.New("it is too long")
	}
	if err := strict(file, &form); err != nil {
		return nil, err
	}
	if form.Type != reportType {
		return nil, errors.New("it is no report file")
	}
	leaf, err := VerifyReceipt(form.Leaf, form.Receipt, anchors)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(form.Body)
	members, ok := leaf.body.(map[any]any)
	committed, isBytes := members["digest"].([]byte)
	if leaf.Type != "report" || !ok || !isBytes || !bytes.Equal(committed, digest[:]) {
		return nil, errors.New("its leaf commits to something else")
	}
	return stated(form.Body, leaf, digest)
}

func stated(body []byte, leaf *Leaf, digest [sha256.Size]byte) (*Report, error) {
	var statement struct {
		Time  int64  `cbor:"time"`
		Org   []byte `cbor:"org"`
		Build struct {
			Version string `cbor:"version"`
		} `cbor:"build"`
		Token struct {
			Library string `cbor:"library"`
		} `cbor:"token"`
	}
	if err := cbor.Unmarshal(body, &statement); err != nil {
		return nil, err
	}
	if hex.EncodeToString(statement.Org) != leaf.Org {
		return nil, errors.New("it is about another organisation than its leaf")
	}
	return &Report{
		Time: time.Unix(statement.Time, 0).UTC(), Org: leaf.Org, Digest: digest, Index: leaf.Index,
		Version: statement.Build.Version, Library: statement.Token.Library,
	}, nil
}
