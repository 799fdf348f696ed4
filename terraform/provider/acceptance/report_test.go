package acceptance

import (
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/service"
)

func TestTheNewestReportIsReadIfItIsAuthentic(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	w.configure(strings.ReplaceAll(orgBlock, "{org}", org), `
data "sealwright_report" "ours" {
  org = sealwright_org.acme.name
}

output "report" { value = data.sealwright_report.ours }
`)
	w.apply()
	if none := w.outputs()["report"].(map[string]any); none["id"] != "" || none["made_at"] != nil {
		t.Fatalf("before any was made: %v", none)
	}
	for range 2 {
		_, _, err := service.ReadBytes(client.CreateReport(background, &api.CreateReportParams{Org: &org}, api.ReportOrder{}))
		done[any](t)(nil, err)
	}
	last, _, err := service.Read[api.ReportSummary](client.CreateReport(background, &api.CreateReportParams{Org: &org}, api.ReportOrder{}))
	done[any](t)(nil, err)
	w.apply()
	if shown := w.outputs()["report"].(map[string]any); shown["id"] != last.ID.String() || shown["sha256"] != last.Sha256 || shown["made_by"] != "first-admin" {
		t.Fatalf("shown %v", shown)
	}
}
