# One seed for each host.
ephemeral "sealwright_bootstrap_seed" "fleet" {
  for_each = toset(["web-1", "web-2"])
}

resource "sealwright_bootstrap" "fleet" {
  for_each = toset(["web-1", "web-2"])

  org             = sealwright_org.acme.name
  sandbox_spec    = sealwright_sandbox_spec.web.name
  seed_wo         = ephemeral.sealwright_bootstrap_seed.fleet[each.key].seed
  seed_wo_version = 1
}
