// Package bootstrap declares bootstraps: the right to enrol one host, for a short time, once.
package bootstrap

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/pin"
)

const idDomain = "sealwright/bootstrap-id/v1"

// Seed is the ephemeral resource sealwright_bootstrap_seed: a key made here, of which the service learns the public
// half when, and only when, a managed resource registers it.
type Seed struct{ connected.Ephemeral }

// NewSeed is the ephemeral resource sealwright_bootstrap_seed.
func NewSeed() ephemeral.EphemeralResource {
	return &Seed{connected.NewEphemeral("sealwright_bootstrap_seed")}
}

type seedModel struct {
	Seed        types.String `tfsdk:"seed"`
	PublicKey   types.String `tfsdk:"public_key"`
	ID          types.String `tfsdk:"id"`
	URLFragment types.String `tfsdk:"url_fragment"`
}

// Schema implements ephemeral.EphemeralResource.
func (s *Seed) Schema(_ context.Context, _ ephemeral.SchemaRequest, response *ephemeral.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The secret of a bootstrap, made on this machine, anew in every plan and apply. Nothing is sent: " +
			"give `seed` to `sealwright_bootstrap`, which registers the public key, and hand the URL on through a write-only argument.",
		Attributes: map[string]schema.Attribute{
			"seed":       schema.StringAttribute{MarkdownDescription: "base64url of 32 random bytes.", Computed: true, Sensitive: true},
			"public_key": schema.StringAttribute{MarkdownDescription: "base64url of the raw Ed25519 public key.", Computed: true},
			"id":         schema.StringAttribute{MarkdownDescription: "Name that the bootstrap will have; it follows from the public key.", Computed: true},
			"url_fragment": schema.StringAttribute{
				MarkdownDescription: "What stands behind the `#` of the install URL: seed and fingerprint of the root.",
				Computed:            true,
				Sensitive:           true,
			},
		},
	}
}

// Open implements ephemeral.EphemeralResource.
func (s *Seed) Open(ctx context.Context, _ ephemeral.OpenRequest, response *ephemeral.OpenResponse) {
	root, err := s.Connection().Root()
	if err != nil {
		response.Diagnostics.AddError("Cannot make a sealwright_bootstrap_seed",
			"Its URL carries the fingerprint of the root that the provider trusts. "+err.Error())
		return
	}
	var raw [ed25519.SeedSize]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	response.Diagnostics.Append(response.Result.Set(ctx, seedOf(raw, root))...)
	clear(raw[:])
}

func seedOf(raw [ed25519.SeedSize]byte, root pin.Fingerprint) seedModel {
	public := publicKey(raw[:])
	return seedModel{
		Seed:        types.StringValue(base64.RawURLEncoding.EncodeToString(raw[:])),
		PublicKey:   types.StringValue(base64.RawURLEncoding.EncodeToString(public)),
		ID:          types.StringValue(idOf(public)),
		URLFragment: types.StringValue(base64.RawURLEncoding.EncodeToString(append(raw[:], root[:]...))),
	}
}

func publicKey(seed []byte) ed25519.PublicKey {
	private := ed25519.NewKeyFromSeed(seed)
	defer clear(private)
	return append(ed25519.PublicKey{}, private[ed25519.SeedSize:]...)
}

// idOf is the name of a bootstrap, which follows from its public key: minting twice with one key is minting once.
func idOf(public ed25519.PublicKey) string {
	hash := sha256.Sum256(append([]byte(idDomain), public...))
	return base64.RawURLEncoding.EncodeToString(hash[:16])
}

func parseSeed(text string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != ed25519.SeedSize {
		return nil, errors.New("a seed is base64url of 32 bytes")
	}
	return raw, nil
}
