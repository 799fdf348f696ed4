// Package shown has the attributes of what a data source shows.
package shown

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"sealwright.dev/terraform/provider/internal/record"
)

// Text is a text that the service decides.
func Text(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// Number is a whole number that the service decides.
func Number(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// Moment is a time that the service decides.
func Moment(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: timetypes.RFC3339Type{}}
}

// Org names the organisation that is looked at.
func Org() schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()}
}
