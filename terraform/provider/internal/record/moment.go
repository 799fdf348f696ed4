package record

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Moment is a time as the service takes it: in UTC and whole seconds; nil if there is none.
func Moment(written timetypes.RFC3339, at path.Path, diags *diag.Diagnostics) *time.Time {
	if written.IsNull() || written.IsUnknown() {
		return nil
	}
	moment, more := written.ValueRFC3339Time()
	diags.Append(more...)
	if moment.Nanosecond() != 0 {
		diags.AddAttributeError(at, "Not a whole second", "The service keeps whole seconds.")
	}
	utc := moment.UTC()
	return &utc
}

// SameMoment keeps the form in which the owner wrote the same moment.
func SameMoment(before timetypes.RFC3339, now *time.Time) timetypes.RFC3339 {
	if now == nil {
		return timetypes.NewRFC3339Null()
	}
	if written, diags := before.ValueRFC3339Time(); !before.IsNull() && !before.IsUnknown() && !diags.HasError() && written.Equal(*now) {
		return before
	}
	return timetypes.NewRFC3339TimeValue(now.UTC())
}
