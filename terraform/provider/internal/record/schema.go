package record

import (
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var name = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9._@-]{0,61}[a-z0-9])?$`)

// Columns are the attributes of every kind in an organisation.
type Columns struct {
	ID           types.String `tfsdk:"id"`
	Org          types.String `tfsdk:"org"`
	Name         types.String `tfsdk:"name"`
	Version      types.Int64  `tfsdk:"version"`
	ReceiptIndex types.Int64  `tfsdk:"receipt_index"`
}

// Place is where a model with these columns stands.
func (c Columns) Place() Place {
	return Place{Org: c.Org.ValueString(), Name: c.Name.ValueString()}
}

// Show fills the columns that the service decides.
func (c *Columns) Show(id string, name string, version, receiptIndex int64) {
	c.ID = types.StringValue(id)
	c.Name = types.StringValue(name)
	c.Version = types.Int64Value(version)
	c.ReceiptIndex = types.Int64Value(receiptIndex)
}

// Attributes are own together with those of Columns.
func Attributes(what string, own map[string]schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"id":   KeptText("UUID of the row behind the " + what + ", the same for all its versions."),
		"org":  OrgAttribute(),
		"name": NameAttribute(what),
	}
	maps.Copy(all, VersionAttributes())
	maps.Copy(all, own)
	return all
}

// VersionAttributes tell which version of a resource is in force, and where the log says so.
func VersionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"version": schema.Int64Attribute{
			MarkdownDescription: "Version in force; it grows with every change.",
			Computed:            true,
		},
		"receipt_index": schema.Int64Attribute{
			MarkdownDescription: "Index of the leaf of the log that this version stands by.",
			Computed:            true,
		},
	}
}

// OrgAttribute names the organisation a resource stands in.
func OrgAttribute() schema.StringAttribute {
	return ReferenceAttribute("Name of the organisation. Changing it makes a new resource.")
}

// NameAttribute is the name that the owner of a resource chooses.
func NameAttribute(what string) schema.StringAttribute {
	return ReferenceAttribute("Name of the " + what + ". Changing it makes a new one.")
}

// ReferenceAttribute is a name that a resource stands or falls with.
func ReferenceAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		Validators:          NameValidators(),
	}
}

// KeptText is a text that the service decides once.
func KeptText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// KeptMoment is a time that the service decides once.
func KeptMoment(description string) schema.StringAttribute {
	moment := KeptText(description)
	moment.CustomType = timetypes.RFC3339Type{}
	return moment
}

// KeptNumber is a whole number that the service decides once.
func KeptNumber(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

// NameValidators hold the form of a name.
func NameValidators() []validator.String {
	return []validator.String{stringvalidator.RegexMatches(name,
		"a name has 1 to 63 lower-case letters, digits and . _ @ - with none of the signs at its ends")}
}
