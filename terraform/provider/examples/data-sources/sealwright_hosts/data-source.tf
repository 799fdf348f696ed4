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
