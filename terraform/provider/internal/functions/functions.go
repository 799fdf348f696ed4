// Package functions are what configurations compute without a service.
package functions

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/pin"
	"sealwright.dev/terraform/provider/internal/tlog"
)

var (
	trustDomain = regexp.MustCompile(`^[a-z0-9._-]{1,255}$`)
	orgTag      = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// one is a function of texts.
type one struct {
	name       string
	definition function.Definition
	run        func(arguments []string) (any, error)
}

func (o *one) Metadata(_ context.Context, _ function.MetadataRequest, response *function.MetadataResponse) {
	response.Name = o.name
}

func (o *one) Definition(_ context.Context, _ function.DefinitionRequest, response *function.DefinitionResponse) {
	response.Definition = o.definition
}

func (o *one) Run(ctx context.Context, request function.RunRequest, response *function.RunResponse) {
	arguments := make([]string, len(o.definition.Parameters))
	targets := make([]any, len(arguments))
	for i := range arguments {
		targets[i] = &arguments[i]
	}
	if response.Error = request.Arguments.Get(ctx, targets...); response.Error != nil {
		return
	}
	result, err := o.run(arguments)
	if err != nil {
		response.Error = function.NewFuncError(err.Error())
		return
	}
	response.Error = response.Result.Set(ctx, result)
}

func texts(parameters ...[2]string) []function.Parameter {
	all := make([]function.Parameter, 0, len(parameters))
	for _, parameter := range parameters {
		all = append(all, function.StringParameter{Name: parameter[0], MarkdownDescription: parameter[1]})
	}
	return all
}

// NewSPIFFEID is the function spiffe_id.
func NewSPIFFEID() function.Function {
	return &one{
		name: "spiffe_id",
		definition: function.Definition{
			Summary:             "The SPIFFE id of a host",
			MarkdownDescription: "`spiffe://<trust domain>/org/<org tag>/sandbox/<sandbox id>`, as the certificate of an enrolled host carries it.",
			Parameters: texts(
				[2]string{"trust_domain", "Trust domain of the anchors."},
				[2]string{"org_tag", "`tag` of the organisation: 32 hexadecimal digits."},
				[2]string{"sandbox_id", "UUID of the host."}),
			Return: function.StringReturn{},
		},
		run: func(arguments []string) (any, error) { return spiffeID(arguments[0], arguments[1], arguments[2]) },
	}
}

func spiffeID(domain, tag, sandbox string) (string, error) {
	id, err := uuid.Parse(sandbox)
	switch {
	case !trustDomain.MatchString(domain):
		return "", errors.New("a trust domain has lower-case letters, digits and . _ -")
	case !orgTag.MatchString(tag):
		return "", errors.New("an org tag has 32 lower-case hexadecimal digits")
	case err != nil || len(sandbox) != 36:
		return "", errors.New("a sandbox id is a UUID")
	}
	return fmt.Sprintf("spiffe://%s/org/%s/sandbox/%s", domain, tag, id), nil
}

// NewRootFingerprint is the function root_fingerprint.
func NewRootFingerprint() function.Function {
	return &one{
		name: "root_fingerprint",
		definition: function.Definition{
			Summary:             "The fingerprint of a root",
			MarkdownDescription: "SHA-256 of the SubjectPublicKeyInfo of a certificate, in hexadecimal: what people pin.",
			Parameters:          texts([2]string{"certificate", "The root's certificate in PEM form."}),
			Return:              function.StringReturn{},
		},
		run: func(arguments []string) (any, error) { return rootFingerprint(arguments[0]) },
	}
}

func rootFingerprint(text string) (string, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 {
		return "", errors.New("not one certificate in PEM form")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return "", fmt.Errorf("not a certificate: %w", err)
	}
	return pin.Of(certificate).String(), nil
}

type leafModel struct {
	Type   string `tfsdk:"type"`
	Org    string `tfsdk:"org"`
	Time   string `tfsdk:"time"`
	Index  int64  `tfsdk:"index"`
	Size   int64  `tfsdk:"size"`
	Origin string `tfsdk:"origin"`
}

// NewVerifyReceipt is the function verify_receipt.
func NewVerifyReceipt() function.Function {
	return &one{
		name: "verify_receipt",
		definition: function.Definition{
			Summary: "What a receipt proves",
			MarkdownDescription: "Verifies, without any service, that a leaf is in the log: the anchors under the root's fingerprint, the " +
				"receipt's checkpoint under the anchors, the leaf under the checkpoint. An error if anything does not hold; else " +
				"`type`, `org` (tag), `time`, `index`, `size` of the tree and `origin` of the log. It proves that the leaf is there, " +
				"not that nothing later replaces it.",
			Parameters: texts(
				[2]string{"root_fingerprint", "Fingerprint of the root to trust."},
				[2]string{"anchors", "`document` of `sealwright_anchors`."},
				[2]string{"leaf", "base64url of the leaf."},
				[2]string{"receipt", "Text of the receipt (c2sp.org/tlog-proof)."}),
			Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
				"type": types.StringType, "org": types.StringType, "time": types.StringType,
				"index": types.Int64Type, "size": types.Int64Type, "origin": types.StringType,
			}},
		},
		run: func(arguments []string) (any, error) {
			return verifyReceipt(arguments[0], arguments[1], arguments[2], arguments[3])
		},
	}
}

func verifyReceipt(fingerprint, document, leaf, receipt string) (*leafModel, error) {
	root, err := pin.Parse(fingerprint)
	if err != nil {
		return nil, err
	}
	signed, err := base64.RawURLEncoding.Strict().DecodeString(document)
	if err != nil {
		return nil, errors.New("the anchors are not base64url")
	}
	bytes, err := base64.RawURLEncoding.Strict().DecodeString(leaf)
	if err != nil {
		return nil, errors.New("the leaf is not base64url")
	}
	anchors, err := tlog.VerifyAnchors(signed, root, time.Now())
	if err != nil {
		return nil, err
	}
	found, err := tlog.VerifyReceipt(bytes, receipt, anchors)
	if err != nil {
		return nil, err
	}
	return &leafModel{
		Type: found.Type, Org: found.Org, Time: found.Time.Format(time.RFC3339),
		Index: found.Index, Size: found.Size, Origin: found.Origin,
	}, nil
}
