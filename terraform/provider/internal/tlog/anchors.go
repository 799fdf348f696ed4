// Package tlog verifies what the service's log says: the anchors document under a pinned root, checkpoints under the
// anchors, receipts under a checkpoint, and that one checkpoint continues another. It trusts nothing that it is given.
package tlog

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"sealwright.dev/terraform/provider/internal/pin"
)

const (
	maxAnchors = 64 << 10
	maxMembers = 64
	genesis    = 2
	signTag    = 18
	es256      = -7
	coordinate = 32
)

// Voter is someone whose signature counts for a checkpoint.
type Voter struct {
	Name string `cbor:"name"`
	Kind string `cbor:"kind"`
	Key  []byte `cbor:"key"`
}

// Operator is someone whose signature counts for a change of trust.
type Operator struct {
	Name string `cbor:"name"`
	Key  []byte `cbor:"key"`
}

// ClosedEpoch is an epoch of the log that is over, and how much of it the next one took over.
type ClosedEpoch struct {
	Origin       string `cbor:"origin"`
	Anchors      []byte `cbor:"anchors"`
	Size         uint64 `cbor:"size"`
	Root         []byte `cbor:"root"`
	RestoredSize uint64 `cbor:"restored_size"`
	RestoredRoot []byte `cbor:"restored_root"`
}

// Anchors say whom to trust, and for what. Obtained from VerifyAnchors only.
type Anchors struct {
	Version           uint64     `cbor:"version"`
	Issued            int64      `cbor:"issued"`
	Expires           int64      `cbor:"expires"`
	Origin            string     `cbor:"origin"`
	TrustDomain       string     `cbor:"trust_domain"`
	ServerNames       []string   `cbor:"server_names"`
	Voters            []Voter    `cbor:"voters"`
	Quorum            int        `cbor:"quorum"`
	Operators         []Operator `cbor:"operators"`
	OperatorsRequired int        `cbor:"operators_required"`
	ServerCA          []byte     `cbor:"server_ca"`
	HostCA            []byte     `cbor:"host_ca"`
	RecoveryKey       []byte     `cbor:"recovery_key"`
	NextRoot          []byte     `cbor:"next_root"`

	Closed []ClosedEpoch `cbor:"closed,omitempty"`
}

type signed struct {
	_           struct{} `cbor:",toarray"`
	Protected   []byte
	Unprotected map[int64][]byte
	Payload     []byte
	Signature   []byte
}

type header struct {
	Algorithm int    `cbor:"1,keyasint"`
	Chain     []byte `cbor:"33,keyasint,omitempty"`
}

type toBeSigned struct {
	_         struct{} `cbor:",toarray"`
	Context   string
	Protected []byte
	External  []byte
	Payload   []byte
}

// strict reads deterministic CBOR (RFC 8949 section 4.2.1) of exactly the members of into.
func strict(data []byte, into any) error {
	reader, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField, MaxNestedLevels: 8,
	}.DecMode()
	if err != nil {
		return err
	}
	if err := reader.Unmarshal(data, into); err != nil {
		return err
	}
	again, err := encode(into)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, data) {
		return errors.New("not deterministic CBOR, or not all of its members")
	}
	return nil
}

func encode(value any) ([]byte, error) {
	writer, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return writer.Marshal(value)
}

// VerifyAnchors checks the pin, the root's certificate, its signature, the content and its time.
func VerifyAnchors(document []byte, root pin.Fingerprint, now time.Time) (*Anchors, error) {
	anchors, err := verifyAnchors(document, root, now)
	if err != nil {
		return nil, fmt.Errorf("the anchors document does not hold: %w", err)
	}
	return anchors, nil
}

func verifyAnchors(document []byte, pinned pin.Fingerprint, now time.Time) (*Anchors, error) {
	cose, err := open(document)
	if err != nil {
		return nil, err
	}
	root, err := certificateOf(cose)
	if err != nil {
		return nil, err
	}
	if !pinned.Matches(root) {
		return nil, errors.New("it is of another root than the pinned one")
	}
	if err := checkCA(root, root, now); err != nil {
		return nil, err
	}
	if err := cose.verify(root); err != nil {
		return nil, err
	}
	anchors := &Anchors{}
	if err := strict(cose.Payload, anchors); err != nil {
		return nil, err
	}
	if err := anchors.check(now); err != nil {
		return nil, err
	}
	for usage, der := range map[x509.ExtKeyUsage][]byte{
		x509.ExtKeyUsageServerAuth: anchors.ServerCA, x509.ExtKeyUsageClientAuth: anchors.HostCA,
	} {
		if err := checkIssuing(der, root, usage, now); err != nil {
			return nil, err
		}
	}
	return anchors, nil
}

func open(document []byte) (*signed, error) {
	if len(document) > maxAnchors {
		return nil, errors.New("it is too large")
	}
	var tagged cbor.RawTag
	if err := cbor.Unmarshal(document, &tagged); err != nil {
		return nil, err
	}
	if tagged.Number != signTag {
		return nil, errors.New("it is no tagged COSE_Sign1")
	}
	cose := &signed{}
	if err := strict(tagged.Content, cose); err != nil {
		return nil, err
	}
	return cose, nil
}

// certificateOf is the one certificate of the x5chain header (RFC 9360 section 2), protected or not.
func certificateOf(cose *signed) (*x509.Certificate, error) {
	var protected header
	if err := strict(cose.Protected, &protected); err != nil {
		return nil, err
	}
	if protected.Algorithm != es256 {
		return nil, errors.New("it is signed by another algorithm than ES256")
	}
	chain := protected.Chain
	if len(chain) == 0 {
		chain = cose.Unprotected[33]
		delete(cose.Unprotected, 33)
	}
	if len(cose.Unprotected) != 0 {
		return nil, errors.New("it has other headers than alg and x5chain")
	}
	return x509.ParseCertificate(chain)
}

// verify checks the signature over the Sig_structure (RFC 9052 section 4.4); r and s are 32 bytes each.
func (s *signed) verify(root *x509.Certificate) error {
	key, ok := root.PublicKey.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() || len(s.Signature) != 2*coordinate {
		return errors.New("the root's key or signature is not P-256")
	}
	message, err := encode(toBeSigned{Context: "Signature1", Protected: s.Protected, External: []byte{}, Payload: s.Payload})
	if err != nil {
		return err
	}
	hash := sha256.Sum256(message)
	r, t := new(big.Int).SetBytes(s.Signature[:coordinate]), new(big.Int).SetBytes(s.Signature[coordinate:])
	if !ecdsa.Verify(key, hash[:], r, t) {
		return errors.New("the root did not sign it")
	}
	return nil
}

func (a *Anchors) check(now time.Time) error {
	from, until := time.Unix(a.Issued, 0), time.Unix(a.Expires, 0)
	switch {
	case now.Before(from.Add(-pin.Skew)) || now.After(until.Add(pin.Skew)):
		return errors.New("it is outside its time")
	case a.Version < 1 || a.Origin == "" || a.TrustDomain == "":
		return errors.New("it names no version, origin or trust domain")
	case len(a.Voters) == 0 || len(a.Voters) > maxMembers || len(a.Operators) == 0 || len(a.Operators) > maxMembers:
		return errors.New("it has no voters or operators, or too many")
	case a.Quorum < 1 || a.Quorum > len(a.Voters) || 2*a.Quorum <= len(a.Voters):
		return errors.New("its quorum is not more than half of its voters")
	case a.OperatorsRequired < 1 || a.OperatorsRequired > len(a.Operators):
		return errors.New("it demands more operators than it has")
	}
	names, keys := map[string]bool{}, map[string]bool{}
	for _, voter := range a.Voters {
		if len(voter.Key) != ed25519.PublicKeySize || voter.Kind != "member" && voter.Kind != "witness" {
			return errors.New("a voter is neither member nor witness with an Ed25519 key")
		}
		names[voter.Name], keys[string(voter.Key)] = true, true
	}
	if len(names) != len(a.Voters) || len(keys) != len(a.Voters) {
		return errors.New("it names a voter twice")
	}
	return a.checkClosed()
}

func (a *Anchors) checkClosed() error {
	origins := map[string]bool{a.Origin: true}
	for _, epoch := range a.Closed {
		whole := len(epoch.Anchors) == sha256.Size && len(epoch.Root) == sha256.Size && len(epoch.RestoredRoot) == sha256.Size
		same := epoch.RestoredSize < epoch.Size || bytes.Equal(epoch.Root, epoch.RestoredRoot)
		if !whole || !same || epoch.RestoredSize < genesis || epoch.RestoredSize > epoch.Size || origins[epoch.Origin] {
			return errors.New("a closed epoch contradicts itself or another")
		}
		origins[epoch.Origin] = true
	}
	if len(a.Closed) > maxMembers {
		return errors.New("it closes too many epochs")
	}
	return nil
}

func checkCA(certificate, root *x509.Certificate, now time.Time) error {
	switch {
	case certificate.CheckSignatureFrom(root) != nil:
		return errors.New("the root did not sign a CA's certificate")
	case !certificate.BasicConstraintsValid || !certificate.IsCA || certificate.KeyUsage&x509.KeyUsageCertSign == 0:
		return errors.New("a certificate is no CA's")
	case now.Before(certificate.NotBefore) || now.After(certificate.NotAfter):
		return errors.New("a CA's certificate is outside its time")
	}
	return nil
}

func checkIssuing(der []byte, root *x509.Certificate, usage x509.ExtKeyUsage, now time.Time) error {
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	if err := checkCA(certificate, root, now); err != nil {
		return err
	}
	if !certificate.MaxPathLenZero || certificate.MaxPathLen != 0 || !slices.Equal(certificate.ExtKeyUsage, []x509.ExtKeyUsage{usage}) {
		return errors.New("an issuing CA may issue more than its kind")
	}
	return nil
}
