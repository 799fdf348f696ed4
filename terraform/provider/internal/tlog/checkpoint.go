package tlog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	algorithmEd25519   = 0x01
	algorithmCosigned  = 0x04
	maxNote            = 16 << 10
	maxCheckpointLines = 16
)

// Checkpoint is the head of a log, signed by a quorum. Obtained from VerifyCheckpoint only.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
	Note   string
}

// VerifyCheckpoint demands the anchors' origin, signatures of a quorum of their voters, and no false one of any.
func VerifyCheckpoint(text string, anchors *Anchors) (*Checkpoint, error) {
	checkpoint, err := verifyCheckpoint(text, anchors)
	if err != nil {
		return nil, fmt.Errorf("the checkpoint does not hold: %w", err)
	}
	return checkpoint, nil
}

func verifyCheckpoint(text string, anchors *Anchors) (*Checkpoint, error) {
	if len(text) > maxNote {
		return nil, errors.New("it is too long")
	}
	voters := make([]note.Verifier, 0, len(anchors.Voters))
	for _, voter := range anchors.Voters {
		voters = append(voters, voter.verifier(anchors.Origin))
	}
	opened, err := note.Open([]byte(text), note.VerifierList(voters...))
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		return nil, fmt.Errorf("it has 0 of %d signatures of voters", anchors.Quorum)
	}
	if err != nil {
		return nil, err
	}
	if !canonical(text) {
		return nil, errors.New("a signature is not base64 in the one form it has")
	}
	if len(opened.Sigs) < anchors.Quorum {
		return nil, fmt.Errorf("it has %d of %d signatures of voters", len(opened.Sigs), anchors.Quorum)
	}
	checkpoint, err := parseCheckpoint(opened.Text)
	if err != nil {
		return nil, err
	}
	if checkpoint.Origin != anchors.Origin {
		return nil, errors.New("it is of another log")
	}
	checkpoint.Note = text
	return checkpoint, nil
}

// canonical says whether each signature of an opened note has the one base64 there is for its bytes: x/mod looks past the
// bits that padding leaves over.
func canonical(text string) bool {
	_, signatures, _ := strings.Cut(text, "\n\n— ")
	for line := range strings.Lines(signatures) {
		encoded := line[strings.LastIndexByte(line, ' ')+1:]
		if _, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSuffix(encoded, "\n")); err != nil {
			return false
		}
	}
	return true
}

func parseCheckpoint(text string) (*Checkpoint, error) {
	lines := strings.SplitN(strings.TrimSuffix(text, "\n"), "\n", maxCheckpointLines)
	if len(lines) < 3 {
		return nil, errors.New("it is no checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return nil, errors.New("its size is no number")
	}
	root, err := hashOf(lines[2])
	if err != nil {
		return nil, err
	}
	return &Checkpoint{Origin: lines[0], Size: size, Root: root}, nil
}

func hashOf(text string) (tlog.Hash, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tlog.HashSize {
		return tlog.Hash{}, errors.New("a hash is not base64 of 32 bytes")
	}
	return tlog.Hash(raw), nil
}

// key verifies lines of signed notes (c2sp.org/signed-note): those of a member over the text, those of a witness over
// the text and a time (c2sp.org/tlog-cosignature).
type key struct {
	name      string
	algorithm byte
	public    ed25519.PublicKey
}

// verifier is a voter's key: a member signs under the origin, a witness under its own name.
func (v Voter) verifier(origin string) note.Verifier {
	if v.Kind == "witness" {
		return key{v.Name, algorithmCosigned, v.Key}
	}
	return key{origin, algorithmEd25519, v.Key}
}

func (k key) Name() string { return k.name }

func (k key) KeyHash() uint32 {
	hash := sha256.New()
	hash.Write([]byte(k.name + "\n"))
	hash.Write([]byte{k.algorithm})
	hash.Write(k.public)
	return binary.BigEndian.Uint32(hash.Sum(nil))
}

func (k key) Verify(message, signature []byte) bool {
	if k.algorithm == algorithmEd25519 {
		return ed25519.Verify(k.public, message, signature)
	}
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	moment := binary.BigEndian.Uint64(signature)
	cosigned := append([]byte("cosignature/v1\ntime "+strconv.FormatUint(moment, 10)+"\n"), message...)
	return moment < 1<<63 && ed25519.Verify(k.public, cosigned, signature[8:])
}
