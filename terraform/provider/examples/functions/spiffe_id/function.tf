output "spiffe_ids" {
  value = [
    for host in data.sealwright_hosts.quarantined.hosts : provider::sealwright::spiffe_id(
    data.sealwright_anchors.now.trust_domain, sealwright_org.acme.tag, host.sandbox_id)
  ]
}
