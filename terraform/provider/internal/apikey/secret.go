package apikey

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Secret is the ephemeral resource sealwright_api_key_secret.
type Secret struct{}

// NewSecret is the ephemeral resource sealwright_api_key_secret.
func NewSecret() ephemeral.EphemeralResource { return &Secret{} }

type secretModel struct {
	Secret       types.String `tfsdk:"secret"`
	SecretSha256 types.String `tfsdk:"secret_sha256"`
}

// Metadata implements ephemeral.EphemeralResource.
func (s *Secret) Metadata(_ context.Context, _ ephemeral.MetadataRequest, response *ephemeral.MetadataResponse) {
	response.TypeName = "sealwright_api_key_secret"
}

// Schema implements ephemeral.EphemeralResource.
func (s *Secret) Schema(_ context.Context, _ ephemeral.SchemaRequest, response *ephemeral.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The secret of an API key, made on this machine, anew in every plan and apply. Nothing is sent: " +
			"give it to `sealwright_api_key`, and to a write-only argument of whatever keeps it.",
		Attributes: map[string]schema.Attribute{
			"secret":        schema.StringAttribute{MarkdownDescription: "`sw_` and 43 characters of base64url.", Computed: true, Sensitive: true},
			"secret_sha256": schema.StringAttribute{MarkdownDescription: "base64url of SHA-256 of the secret.", Computed: true},
		},
	}
}

// Open implements ephemeral.EphemeralResource.
func (s *Secret) Open(ctx context.Context, _ ephemeral.OpenRequest, response *ephemeral.OpenResponse) {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	secret := Prefix + base64.RawURLEncoding.EncodeToString(raw[:])
	clear(raw[:])
	hash := sha256.Sum256([]byte(secret))
	response.Diagnostics.Append(response.Result.Set(ctx, secretModel{
		Secret:       types.StringValue(secret),
		SecretSha256: types.StringValue(base64.RawURLEncoding.EncodeToString(hash[:])),
	})...)
}
