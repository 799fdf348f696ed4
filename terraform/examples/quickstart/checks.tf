# What the log says, verified on this machine under the pinned root. A check that fails is a warning of every plan.

data "sealwright_anchors" "now" {}

data "sealwright_checkpoint" "first" {}

# The head of the log when this was applied first. It stays in the state: a log that does not continue it is an error.
resource "terraform_data" "seen" {
  input = data.sealwright_checkpoint.first.note

  lifecycle {
    ignore_changes = [input]
  }
}

data "sealwright_checkpoint" "now" {
  earlier = terraform_data.seen.output
}

check "log_of_the_anchors" {
  assert {
    condition     = data.sealwright_checkpoint.now.origin == data.sealwright_anchors.now.origin
    error_message = "The checkpoint is of another log than the anchors name."
  }
}

check "anchors_last" {
  assert {
    condition     = timecmp(data.sealwright_anchors.now.expires, timeadd(plantimestamp(), "720h")) > 0
    error_message = "The anchors document expires within 30 days: hold the ceremony for the next one."
  }
}

# Read only if it is authentic: one that does not follow from the log is an error of every plan. Not inside the check: what
# stands there is read when the plan is applied, and no plan would ever be empty.
data "sealwright_report" "acme" {
  org = sealwright_org.acme.name
}

check "report_is_recent" {
  assert {
    condition     = timecmp(coalesce(data.sealwright_report.acme.made_at, "1970-01-01T00:00:00Z"), timeadd(plantimestamp(), "-720h")) > 0
    error_message = "There is no report of the last 30 days: sealwright report create --org ${var.org}."
  }
}

data "sealwright_hosts" "quarantined" {
  org   = sealwright_org.acme.name
  state = "quarantined"
}

check "no_host_is_quarantined" {
  assert {
    condition     = length(data.sealwright_hosts.quarantined.hosts) == 0
    error_message = "A second key proved that it holds a bootstrap's secret: look at these hosts."
  }
}
