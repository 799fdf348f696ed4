data "sealwright_report" "acme" {
  org = sealwright_org.acme.name
}

check "report_is_recent" {
  assert {
    condition = (
      data.sealwright_report.acme.id != "" &&
      timecmp(coalesce(data.sealwright_report.acme.made_at, "1970-01-01T00:00:00Z"), timeadd(plantimestamp(), "-720h")) > 0
    )
    error_message = "There is no report of the last 30 days: sealwright report create --org acme."
  }
}
