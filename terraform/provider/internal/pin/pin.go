// Package pin trusts a service by the fingerprint of its root key, as the command lines do: no other root, no trust
// on first use, no way to leave the host name out.
package pin

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	maxChain = 5
	// Skew is how far two clocks may differ.
	Skew = 60 * time.Second
)

// ErrUntrusted says that a server is not the one that the pinned root vouches for.
var ErrUntrusted = errors.New("the server is not trusted")

var colons = regexp.MustCompile(`^([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}$`)

// Fingerprint is the SHA-256 of a root key's DER SubjectPublicKeyInfo.
type Fingerprint [sha256.Size]byte

// Parse reads hexadecimal, with or without colons between the bytes, or base64url.
func Parse(text string) (Fingerprint, error) {
	if colons.MatchString(text) {
		text = strings.ReplaceAll(text, ":", "")
	}
	var raw []byte
	var err error
	if len(text) == hex.EncodedLen(sha256.Size) {
		raw, err = hex.DecodeString(text)
	} else {
		raw, err = base64.RawURLEncoding.Strict().DecodeString(text)
	}
	if err != nil || len(raw) != sha256.Size {
		return Fingerprint{}, errors.New("a root fingerprint is 64 hexadecimal digits, with or without colons, or base64url")
	}
	return Fingerprint(raw), nil
}

// Of is the fingerprint of a certificate's key.
func Of(certificate *x509.Certificate) Fingerprint {
	return sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
}

// String is the hexadecimal form.
func (f Fingerprint) String() string {
	return hex.EncodeToString(f[:])
}

// Matches compares in constant time.
func (f Fingerprint) Matches(certificate *x509.Certificate) bool {
	other := Of(certificate)
	return subtle.ConstantTimeCompare(f[:], other[:]) == 1
}

// TLS is a client configuration that trusts host when its chain carries the pinned root and leads to it.
func (f Fingerprint) TLS(host string, now func() time.Time) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		// The system's roots say nothing about this service; VerifyConnection below checks more, on every connection.
		InsecureSkipVerify: true, //nolint:gosec
		VerifyConnection: func(state tls.ConnectionState) error {
			return f.Verify(state.PeerCertificates, host, now())
		},
	}
}

// Verify checks, in this order: a certificate of the chain is the pinned root; the path to it holds and names host;
// the server's certificate says serverAuth.
func (f Fingerprint) Verify(chain []*x509.Certificate, host string, now time.Time) error {
	if err := f.verify(chain, host, now); err != nil {
		return fmt.Errorf("%w: %w", ErrUntrusted, err)
	}
	return nil
}

func (f Fingerprint) verify(chain []*x509.Certificate, host string, now time.Time) error {
	if len(chain) == 0 || len(chain) > maxChain {
		return errors.New("its chain is empty or too long")
	}
	at := slices.IndexFunc(chain, f.Matches)
	if at < 0 {
		return errors.New("its chain does not lead to the pinned root")
	}
	root, server := chain[at], chain[0]
	if moment := nearest(root, now); moment.Before(root.NotBefore) || moment.After(root.NotAfter) {
		return errors.New("its root's certificate is outside its time")
	}
	if !slices.Contains(server.ExtKeyUsage, x509.ExtKeyUsageServerAuth) {
		return errors.New("its certificate is not one for servers")
	}
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(root)
	for _, certificate := range chain[1:] {
		intermediates.AddCert(certificate)
	}
	_, err := server.Verify(x509.VerifyOptions{
		DNSName:       host,
		Roots:         roots,
		Intermediates: intermediates,
		CurrentTime:   nearest(server, now),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err != nil {
		return fmt.Errorf("the path to the pinned root does not hold: %w", err)
	}
	return nil
}

// nearest is now, or the nearer edge of the certificate's time when the clocks differ by no more than Skew.
func nearest(certificate *x509.Certificate, now time.Time) time.Time {
	switch from, until := certificate.NotBefore, certificate.NotAfter; {
	case now.Before(from) && !now.Before(from.Add(-Skew)):
		return from
	case now.After(until) && !now.After(until.Add(Skew)):
		return until
	default:
		return now
	}
}
