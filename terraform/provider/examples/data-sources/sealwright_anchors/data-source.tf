data "sealwright_anchors" "now" {}

check "anchors_last" {
  assert {
    condition     = timecmp(data.sealwright_anchors.now.expires, timeadd(plantimestamp(), "720h")) > 0
    error_message = "The anchors document expires within 30 days: hold the ceremony for the next one."
  }
}
