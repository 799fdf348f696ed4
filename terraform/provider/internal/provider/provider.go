// Package provider is the Terraform provider: what it is configured with, and what it offers.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/apikey"
	"sealwright.dev/terraform/provider/internal/authoritykey"
	"sealwright.dev/terraform/provider/internal/bootstrap"
	"sealwright.dev/terraform/provider/internal/functions"
	"sealwright.dev/terraform/provider/internal/host"
	"sealwright.dev/terraform/provider/internal/key"
	"sealwright.dev/terraform/provider/internal/logdata"
	"sealwright.dev/terraform/provider/internal/org"
	"sealwright.dev/terraform/provider/internal/policy"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/rolebinding"
	"sealwright.dev/terraform/provider/internal/sandboxspec"
	"sealwright.dev/terraform/provider/internal/secret"
	"sealwright.dev/terraform/provider/internal/service"
	"sealwright.dev/terraform/provider/internal/user"
)

// Sealwright is the provider.
type Sealwright struct{ version string }

// New is the provider of a release.
func New(version string) provider.Provider { return &Sealwright{version: version} }

type model struct {
	Address               types.String `tfsdk:"address"`
	RootFingerprint       types.String `tfsdk:"root_fingerprint"`
	CAFile                types.String `tfsdk:"ca_file"`
	APIKey                types.String `tfsdk:"api_key"`
	APIKeyFile            types.String `tfsdk:"api_key_file"`
	ClientCertificateFile types.String `tfsdk:"client_certificate_file"`
	ClientKeyFile         types.String `tfsdk:"client_key_file"`
	MaxRetries            types.Int64  `tfsdk:"max_retries"`
}

// Metadata implements provider.Provider.
func (p *Sealwright) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "sealwright"
	response.Version = p.version
}

// Schema implements provider.Provider.
func (p *Sealwright) Schema(_ context.Context, _ provider.SchemaRequest, response *provider.SchemaResponse) {
	optional := func(description, variable string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description + " Else `" + variable + "`.", Optional: true}
	}
	secret := optional("The API key itself, for an ephemeral value. Never write one into a configuration.", service.APIKeyVariable)
	secret.Sensitive = true
	response.Schema = schema.Schema{
		MarkdownDescription: "Declares what a Sealwright service holds. Nothing has to " +
			"stand in the configuration: address, trust and credential come from the environment, or, where it gives no address, " +
			"from the profile that `sealwright login` wrote. The service is connected when something is asked of it, so the " +
			"configuration may depend on values that are known at apply only.",
		Attributes: map[string]schema.Attribute{
			"address": optional("Where the service listens for people: `https://host[:port]`.", service.AddressVariable),
			"root_fingerprint": optional("SHA-256 of the root key's SubjectPublicKeyInfo, in hexadecimal or base64url: the service is "+
				"trusted when its chain carries that root and leads to it.", service.RootFingerprintVariable),
			"ca_file":      optional("File with the certificates to trust instead, in PEM form, the root first.", service.CAFileVariable),
			"api_key":      secret,
			"api_key_file": optional("File that holds the API key.", service.APIKeyFileVariable),
			"client_certificate_file": optional("Client certificate and its chain, in PEM form, for a service or a proxy before it "+
				"that asks for one.", service.ClientCertificateFileVariable),
			"client_key_file": optional("Private key of the client certificate, in PEM form.", service.ClientKeyFileVariable),
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "How often a request is sent again that met a broken connection, 429, 502, 503 or 504; 4 by default. " +
					"`Retry-After` is honoured up to 30 seconds.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, 20)},
			},
		},
	}
}

// Configure implements provider.Provider. It connects to nothing.
func (p *Sealwright) Configure(ctx context.Context, request provider.ConfigureRequest, response *provider.ConfigureResponse) {
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	connection := service.Unknown()
	if request.Config.Raw.IsFullyKnown() {
		connection = service.New(config.settings(), p.version)
	} else if request.ClientCapabilities.DeferralAllowed {
		response.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	response.ResourceData = connection
	response.DataSourceData = connection
	response.EphemeralResourceData = connection
	response.ListResourceData = connection
	response.ActionData = connection
}

func (m model) settings() service.Settings {
	settings := service.Settings{
		Address:               m.Address.ValueString(),
		RootFingerprint:       m.RootFingerprint.ValueString(),
		CAFile:                m.CAFile.ValueString(),
		APIKey:                m.APIKey.ValueString(),
		APIKeyFile:            m.APIKeyFile.ValueString(),
		ClientCertificateFile: m.ClientCertificateFile.ValueString(),
		ClientKeyFile:         m.ClientKeyFile.ValueString(),
		MaxRetries:            service.DefaultRetries,
	}
	if !m.MaxRetries.IsNull() {
		settings.MaxRetries = int(m.MaxRetries.ValueInt64())
	}
	return settings
}

// Resources implements provider.Provider.
func (p *Sealwright) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return record.New(org.Kind()) },
		func() resource.Resource { return record.New(user.Kind()) },
		func() resource.Resource { return record.New(rolebinding.Kind()) },
		func() resource.Resource { return record.New(apikey.Kind()) },
		func() resource.Resource { return record.New(policy.Kind()) },
		func() resource.Resource { return record.New(sandboxspec.Kind()) },
		func() resource.Resource { return record.New(secret.Kind()) },
		func() resource.Resource { return record.New(authoritykey.Kind()) },
		func() resource.Resource { return record.New(key.Kind()) },
		bootstrap.New,
		secret.NewVersion,
	}
}

// DataSources implements provider.Provider.
func (p *Sealwright) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{logdata.NewAnchors, logdata.NewCheckpoint, logdata.NewReport, host.NewHosts, key.NewEncryption}
}

// Functions implements provider.ProviderWithFunctions.
func (p *Sealwright) Functions(context.Context) []func() function.Function {
	return []func() function.Function{functions.NewSPIFFEID, functions.NewRootFingerprint, functions.NewVerifyReceipt}
}

// ListResources implements provider.ProviderWithListResources.
func (p *Sealwright) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		func() list.ListResource { return record.NewLister(org.Kind()) },
		func() list.ListResource { return record.NewLister(user.Kind()) },
		func() list.ListResource { return record.NewLister(rolebinding.Kind()) },
		func() list.ListResource { return record.NewLister(apikey.Kind()) },
		func() list.ListResource { return record.NewLister(policy.Kind()) },
		func() list.ListResource { return record.NewLister(sandboxspec.Kind()) },
		func() list.ListResource { return record.NewLister(secret.Kind()) },
		func() list.ListResource { return record.NewLister(authoritykey.Kind()) },
		func() list.ListResource { return record.NewLister(key.Kind()) },
	}
}

// Actions implements provider.ProviderWithActions.
func (p *Sealwright) Actions(context.Context) []func() action.Action {
	return []func() action.Action{host.NewRevoke, key.NewRotate, key.NewRotateEncryption}
}

// EphemeralResources implements provider.ProviderWithEphemeralResources.
func (p *Sealwright) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{bootstrap.NewSeed, apikey.NewSecret, secret.NewUnseal}
}
