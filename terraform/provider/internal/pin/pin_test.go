package pin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)

// authority is a key with its certificate.
type authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
}

func certify(t *testing.T, issuer *authority, change func(*x509.Certificate)) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
	}
	change(template)
	if issuer == nil {
		issuer = &authority{key, template}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{key, certificate}
}

func server(change func(*x509.Certificate)) func(*x509.Certificate) {
	return func(template *x509.Certificate) {
		template.IsCA, template.KeyUsage = false, x509.KeyUsageDigitalSignature
		template.DNSNames = []string{"service.example"}
		template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		change(template)
	}
}

func asIs(*x509.Certificate) {}

func TestAServerIsTrustedWhenItsChainLeadsToThePinnedRoot(t *testing.T) {
	root, stranger := certify(t, nil, asIs), certify(t, nil, asIs)
	issuing := certify(t, root, asIs)
	good := certify(t, issuing, server(asIs)).certificate
	chain := func(certificates ...*x509.Certificate) []*x509.Certificate { return certificates }
	expired := func(template *x509.Certificate) { template.NotAfter = now.Add(-2 * time.Minute) }
	for name, test := range map[string]struct {
		chain []*x509.Certificate
		host  string
		now   time.Time
		want  string
	}{
		"the whole chain":           {chain(good, issuing.certificate, root.certificate), "service.example", now, ""},
		"by address":                {chain(good, issuing.certificate, root.certificate), "127.0.0.1", now, ""},
		"a clock behind by a bit":   {chain(good, issuing.certificate, root.certificate), "service.example", now.Add(-time.Hour - Skew), ""},
		"a clock ahead by a bit":    {chain(good, issuing.certificate, root.certificate), "service.example", now.Add(time.Hour + Skew), ""},
		"a clock ahead by too much": {chain(good, issuing.certificate, root.certificate), "service.example", now.Add(time.Hour + Skew + time.Second), "outside its time"},
		"another name":              {chain(good, issuing.certificate, root.certificate), "other.example", now, "not other.example"},
		"no root in the chain":      {chain(good, issuing.certificate), "service.example", now, "does not lead to the pinned root"},
		"another root":              {chain(good, issuing.certificate, stranger.certificate), "service.example", now, "does not lead to the pinned root"},
		"a root that did not issue": {chain(certify(t, stranger, server(asIs)).certificate, root.certificate), "service.example", now, "does not hold"},
		"nothing":                   {nil, "service.example", now, "empty or too long"},
		"too long": {
			chain(good, issuing.certificate, root.certificate, root.certificate, root.certificate, root.certificate),
			"service.example", now, "empty or too long",
		},
		"a client's certificate": {
			chain(certify(t, root, server(func(template *x509.Certificate) {
				template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
			})).certificate, root.certificate), "service.example", now, "not one for servers",
		},
		"a certificate for everything": {
			chain(certify(t, root, server(func(template *x509.Certificate) { template.ExtKeyUsage = nil })).certificate, root.certificate),
			"service.example", now, "not one for servers",
		},
		"an expired server": {
			chain(certify(t, root, server(expired)).certificate, root.certificate), "service.example", now, "does not hold",
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := Of(root.certificate).Verify(test.chain, test.host, test.now)
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (!errors.Is(err, ErrUntrusted) || !strings.Contains(err.Error(), test.want)):
				t.Errorf("%v does not say %q", err, test.want)
			}
		})
	}
}

func TestAFingerprintIsReadInEachOfItsForms(t *testing.T) {
	fingerprint := Of(certify(t, nil, asIs).certificate)
	digits := fingerprint.String()
	pairs := make([]string, 0, 32)
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	for _, text := range []string{
		digits, strings.ToUpper(digits), strings.Join(pairs, ":"), base64.RawURLEncoding.EncodeToString(fingerprint[:]),
	} {
		if got, err := Parse(text); err != nil || got != fingerprint {
			t.Errorf("%q reads as %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", digits[1:], digits + "00", strings.Join(pairs, "-"), strings.Repeat("g", 64), strings.Repeat("A", 42)} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
