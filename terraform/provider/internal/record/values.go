package record

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Text is a text that the service leaves out when it is empty.
func Text(text *string) types.String {
	if text == nil {
		return types.StringValue("")
	}
	return types.StringValue(*text)
}

// Strings are the members of a set, in the order in which Terraform keeps it.
func Strings(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	members := []string{}
	diags.Append(set.ElementsAs(ctx, &members, false)...)
	return members
}

// SetOf is a set of texts; of none, when the service leaves it out.
func SetOf(members *[]string) types.Set {
	values := []attr.Value{}
	if members != nil {
		distinct := slices.Compact(slices.Sorted(slices.Values(*members)))
		for _, member := range distinct {
			values = append(values, types.StringValue(member))
		}
	}
	return types.SetValueMust(types.StringType, values)
}
