package tlog

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"golang.org/x/mod/sumdb/tlog"

	"sealwright.dev/terraform/provider/internal/pin"
)

const origin = "service.example/log/1"

var now = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)

// world is a root, voters and a log, made anew for each test.
type world struct {
	t       *testing.T
	root    *ecdsa.PrivateKey
	issuer  *x509.Certificate
	member  ed25519.PrivateKey
	witness ed25519.PrivateKey
	anchors Anchors
	leaves  [][]byte
	hashes  memory
}

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		read = append(read, m[index])
	}
	return read, nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t}
	w.root = must(t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)).(*ecdsa.PrivateKey)
	w.issuer = w.certificate(&w.root.PublicKey, func(*x509.Certificate) {})
	_, w.member, _ = ed25519.GenerateKey(rand.Reader)
	_, w.witness, _ = ed25519.GenerateKey(rand.Reader)
	w.anchors = Anchors{
		Version: 1, Issued: now.Add(-time.Hour).Unix(), Expires: now.Add(time.Hour).Unix(),
		Origin: origin, TrustDomain: "example", ServerNames: []string{"service.example"},
		Voters: []Voter{
			{"hsm", "member", w.member.Public().(ed25519.PublicKey)}, {"w.example", "witness", w.witness.Public().(ed25519.PublicKey)},
		},
		Quorum: 2, Operators: []Operator{{"ada", make([]byte, 32)}}, OperatorsRequired: 1,
		ServerCA: w.issuing(x509.ExtKeyUsageServerAuth), HostCA: w.issuing(x509.ExtKeyUsageClientAuth), RecoveryKey: make([]byte, 32),
	}
	return w
}

func must(t *testing.T) func(any, error) any {
	return func(value any, err error) any {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (w *world) certificate(key *ecdsa.PublicKey, change func(*x509.Certificate)) *x509.Certificate {
	w.t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
	}
	change(template)
	parent := w.issuer
	if parent == nil {
		parent = template
	}
	der := must(w.t)(x509.CreateCertificate(rand.Reader, template, parent, key, w.root)).([]byte)
	return must(w.t)(x509.ParseCertificate(der)).(*x509.Certificate)
}

func (w *world) issuing(usage x509.ExtKeyUsage) []byte {
	key := must(w.t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)).(*ecdsa.PrivateKey)
	return w.certificate(&key.PublicKey, func(template *x509.Certificate) {
		template.MaxPathLenZero, template.ExtKeyUsage = true, []x509.ExtKeyUsage{usage}
	}).Raw
}

func (w *world) encode(value any) []byte {
	w.t.Helper()
	return must(w.t)(encode(value)).([]byte)
}

func (w *world) document() []byte {
	protected := w.encode(header{Algorithm: es256, Chain: w.issuer.Raw})
	payload := w.encode(w.anchors)
	hash := sha256.Sum256(w.encode(toBeSigned{Context: "Signature1", Protected: protected, External: []byte{}, Payload: payload}))
	r, s, err := ecdsa.Sign(rand.Reader, w.root, hash[:])
	if err != nil {
		w.t.Fatal(err)
	}
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	return w.encode(cbor.Tag{Number: signTag, Content: signed{
		Protected: protected, Unprotected: map[int64][]byte{}, Payload: payload, Signature: signature,
	}})
}

func (w *world) append(leaves int) {
	for range leaves {
		leaf := w.encode(leafForm{
			Type: "sealwright/event/v1", ID: make([]byte, 16), Time: now.Unix(), Org: make([]byte, 16),
			Body: map[string]any{"kind": fmt.Sprint(len(w.leaves))},
		})
		more := must(w.t)(tlog.StoredHashes(int64(len(w.leaves)), leaf, w.hashes)).([]tlog.Hash)
		w.hashes = append(w.hashes, more...)
		w.leaves = append(w.leaves, leaf)
	}
}

func (w *world) text() string {
	root := must(w.t)(tlog.TreeHash(int64(len(w.leaves)), w.hashes)).(tlog.Hash)
	return fmt.Sprintf("%s\n%d\n%s\n", origin, len(w.leaves), base64.StdEncoding.EncodeToString(root[:]))
}

func (w *world) line(by Voter, private ed25519.PrivateKey, text string) string {
	var hash [4]byte
	binary.BigEndian.PutUint32(hash[:], by.verifier(origin).KeyHash())
	signature := ed25519.Sign(private, []byte(text))
	if by.Kind == "witness" {
		signature = append(make([]byte, 8), ed25519.Sign(private, []byte("cosignature/v1\ntime 0\n"+text))...)
	}
	return "— " + by.verifier(origin).Name() + " " + base64.StdEncoding.EncodeToString(append(hash[:], signature...)) + "\n"
}

func (w *world) checkpoint() string {
	text := w.text()
	return text + "\n" + w.line(w.anchors.Voters[0], w.member, text) + w.line(w.anchors.Voters[1], w.witness, text)
}

func (w *world) receipt(index int) string {
	proof := must(w.t)(tlog.ProveRecord(int64(len(w.leaves)), int64(index), w.hashes)).(tlog.RecordProof)
	lines := fmt.Sprintf("%s\nindex %d\n", receiptHeader, index)
	for _, hash := range proof {
		lines += base64.StdEncoding.EncodeToString(hash[:]) + "\n"
	}
	return lines + "\n" + w.checkpoint()
}

func (w *world) fetch(path string) ([]byte, error) {
	tile, err := tlog.ParseTilePath(strings.Replace(path, "tile/", "tile/8/", 1))
	if err != nil {
		return nil, err
	}
	return tlog.ReadTileData(tile, w.hashes)
}

func expect(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Error(err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%v does not say %q", err, want)
	}
}

func closed(size, restored uint64) ClosedEpoch {
	return ClosedEpoch{
		Origin: "service.example/log/0", Anchors: make([]byte, 32), Size: size, Root: make([]byte, 32),
		RestoredSize: restored, RestoredRoot: bytes.Repeat([]byte{1}, 32),
	}
}

func TestAnchorsHoldUnderTheRootThatSignedThem(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*world)
		now    time.Time
		want   string
	}{
		"as they are":            {func(*world) {}, now, ""},
		"outside their time":     {func(*world) {}, now.Add(2 * time.Hour), "time"},
		"a minority as quorum":   {func(w *world) { w.anchors.Quorum = 1 }, now, "quorum"},
		"no voters":              {func(w *world) { w.anchors.Voters = nil }, now, "no voters"},
		"a voter twice":          {func(w *world) { w.anchors.Voters[1] = w.anchors.Voters[0] }, now, "twice"},
		"a voter of a new kind":  {func(w *world) { w.anchors.Voters[1].Kind = "friend" }, now, "neither"},
		"too many operators":     {func(w *world) { w.anchors.OperatorsRequired = 2 }, now, "operators"},
		"a CA for both":          {func(w *world) { w.anchors.HostCA = w.anchors.ServerCA }, now, "more than its kind"},
		"a CA of somebody else":  {func(w *world) { w.anchors.HostCA = newWorld(w.t).anchors.HostCA }, now, "did not sign"},
		"after a closed epoch":   {func(w *world) { w.anchors.Closed = []ClosedEpoch{closed(9, 5)} }, now, ""},
		"an epoch twice":         {func(w *world) { w.anchors.Closed = []ClosedEpoch{closed(9, 5), closed(9, 5)} }, now, "contradicts"},
		"more than there was":    {func(w *world) { w.anchors.Closed = []ClosedEpoch{closed(5, 9)} }, now, "contradicts"},
		"one size, two roots":    {func(w *world) { w.anchors.Closed = []ClosedEpoch{closed(9, 9)} }, now, "contradicts"},
		"the root as issuing CA": {func(w *world) { w.anchors.HostCA = w.issuer.Raw }, now, "more than its kind"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.change(w)
			_, err := VerifyAnchors(w.document(), pin.Of(w.issuer), test.now)
			expect(t, err, test.want)
		})
	}
}

func TestAnchorsOfAnotherRootOrWithABitFlippedAreRefused(t *testing.T) {
	w := newWorld(t)
	document := w.document()
	_, err := VerifyAnchors(document, pin.Of(newWorld(t).issuer), now)
	expect(t, err, "another root")
	for i := range document {
		spoilt := append([]byte{}, document...)
		spoilt[i] ^= 1
		if _, err := VerifyAnchors(spoilt, pin.Of(w.issuer), now); err == nil {
			t.Fatalf("with byte %d of %d changed it still holds", i, len(document))
		}
	}
	for _, cut := range []int{0, 1, len(document) / 2, len(document) - 1} {
		if _, err := VerifyAnchors(document[:cut], pin.Of(w.issuer), now); err == nil {
			t.Fatalf("the first %d bytes hold", cut)
		}
	}
	_, err = VerifyAnchors(append(document, 0), pin.Of(w.issuer), now)
	expect(t, err, "does not hold")
}

func TestACheckpointNeedsAQuorumAndNoFalseSignature(t *testing.T) {
	w := newWorld(t)
	w.append(5)
	text := w.text()
	member, witness := w.line(w.anchors.Voters[0], w.member, text), w.line(w.anchors.Voters[1], w.witness, text)
	other := w.line(w.anchors.Voters[1], newWorld(t).witness, text)
	foreign := *w
	foreign.anchors.Origin = "elsewhere.example/log/1"
	for name, test := range map[string]struct {
		note string
		want string
	}{
		"both voters":                  {text + "\n" + member + witness, ""},
		"one voter":                    {text + "\n" + member, "1 of 2"},
		"one voter twice":              {text + "\n" + member + member, "1 of 2"},
		"no voter":                     {text + "\n— stranger AAAAAAAA\n", "does not hold"},
		"a false signature":            {text + "\n" + member + other, "does not hold"},
		"another size":                 {strings.Replace(text, "\n5\n", "\n6\n", 1) + "\n" + member + witness, "does not hold"},
		"a size with a zero before it": {strings.Replace(text, "\n5\n", "\n05\n", 1) + "\n" + member + witness, "does not hold"},
		"no signatures":                {text, "does not hold"},
		"nothing":                      {"", "does not hold"},
	} {
		t.Run(name, func(t *testing.T) {
			checkpoint, err := VerifyCheckpoint(test.note, &w.anchors)
			expect(t, err, test.want)
			if err == nil && (checkpoint.Size != 5 || checkpoint.Origin != origin) {
				t.Errorf("%+v", checkpoint)
			}
		})
	}
	_, err := VerifyCheckpoint(w.checkpoint(), &foreign.anchors)
	expect(t, err, "does not hold")
}

func TestAReceiptProvesItsLeafAndNoOther(t *testing.T) {
	w := newWorld(t)
	w.append(11)
	for index, leaf := range w.leaves {
		found, err := VerifyReceipt(leaf, w.receipt(index), &w.anchors)
		expect(t, err, "")
		if found.Type != "event" || found.Index != int64(index) || found.Size != 11 {
			t.Errorf("%+v", found)
		}
	}
	_, err := VerifyReceipt(w.leaves[3], w.receipt(4), &w.anchors)
	expect(t, err, "not at its place")
	receipt := w.receipt(4)
	for _, spoilt := range []string{
		"", receipt[1:], strings.Replace(receipt, "index 4", "index 5", 1), strings.Replace(receipt, "index 4", "index 04", 1),
		strings.Replace(receipt, "index 4", "index -4", 1), strings.Replace(receipt, "\n\n", "\n", 1),
	} {
		if _, err := VerifyReceipt(w.leaves[4], spoilt, &w.anchors); err == nil {
			t.Errorf("%q holds", spoilt)
		}
	}
}

func TestALogThatGrewContinuesAndARewrittenOneDoesNot(t *testing.T) {
	w := newWorld(t)
	w.anchors.Quorum = 2
	var earlier []*Checkpoint
	for _, more := range []int{1, 2, 252, 1, 300, 44} {
		w.append(more)
		checkpoint, err := VerifyCheckpoint(w.checkpoint(), &w.anchors)
		expect(t, err, "")
		earlier = append(earlier, checkpoint)
	}
	later := earlier[len(earlier)-1]
	for _, before := range earlier {
		expect(t, CheckContinues(before, later, w.fetch), "")
	}
	expect(t, CheckContinues(later, earlier[0], w.fetch), "rolled back")

	rewritten := *earlier[2]
	rewritten.Root[0] ^= 1
	expect(t, CheckContinues(&rewritten, later, w.fetch), "rewritten")
	elsewhere := *earlier[2]
	elsewhere.Origin = "elsewhere.example/log/1"
	expect(t, CheckContinues(&elsewhere, later, w.fetch), "another log")
	lying := func(path string) ([]byte, error) {
		content, err := w.fetch(path)
		content = append([]byte{}, content...)
		content[0] ^= 1
		return content, err
	}
	expect(t, CheckContinues(earlier[2], later, lying), "tiles")
	short := func(path string) ([]byte, error) {
		content, err := w.fetch(path)
		return content[:len(content)-1], err
	}
	expect(t, CheckContinues(earlier[2], later, short), "tile of")
}

func TestAReportIsWhatItsLeafCommitsTo(t *testing.T) {
	w := newWorld(t)
	w.append(3)
	body := w.encode(map[string]any{
		"time": now.Unix(), "org": make([]byte, 16), "build": map[string]any{"version": "1"}, "token": map[string]any{"library": "SoftHSM"},
	})
	digest := sha256.Sum256(body)
	leaf := func(kind string, digest []byte) []byte {
		return w.encode(leafForm{
			Type: "sealwright/" + kind + "/v1", ID: make([]byte, 16), Time: now.Unix(), Org: make([]byte, 16), Body: map[string]any{"digest": digest},
		})
	}
	file := func(leaf, body []byte) []byte {
		more := must(t)(tlog.StoredHashes(int64(len(w.leaves)), leaf, w.hashes)).([]tlog.Hash)
		w.hashes, w.leaves = append(w.hashes, more...), append(w.leaves, leaf)
		return w.encode(reportForm{
			Type: reportType, Body: body, Leaf: leaf, Receipt: w.receipt(len(w.leaves) - 1), Proofs: [][][]byte{},
		})
	}
	report, err := VerifyReport(file(leaf("report", digest[:]), body), &w.anchors)
	expect(t, err, "")
	if !report.Time.Equal(now) || report.Version != "1" || report.Library != "SoftHSM" || report.Digest != digest || report.Index != 3 {
		t.Errorf("%+v", report)
	}
	_, err = VerifyReport(file(leaf("event", digest[:]), body), &w.anchors)
	expect(t, err, "something else")
	_, err = VerifyReport(file(leaf("report", make([]byte, 32)), body), &w.anchors)
	expect(t, err, "something else")
	good := file(leaf("report", digest[:]), body)
	for i := range good {
		spoilt := append([]byte{}, good...)
		spoilt[i] ^= 1
		if _, err := VerifyReport(spoilt, &w.anchors); err == nil {
			t.Fatalf("with byte %d changed it still holds", i)
		}
	}
}
