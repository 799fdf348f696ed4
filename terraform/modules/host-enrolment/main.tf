# The bootstrap of one host. The secret half of its install URL is made here and leaves the module as an ephemeral
# output only: it can be given to a write-only argument, and to nothing that is kept or shown. User data is neither,
# since every process of a host and everyone who may describe an instance can read it.

terraform {
  required_version = ">= 1.11"

  required_providers {
    sealwright = {
      source = "sealwright.dev/sealwright/sealwright"
    }
  }
}

ephemeral "sealwright_bootstrap_seed" "host" {}

resource "sealwright_bootstrap" "host" {
  org             = var.org
  sandbox_spec    = var.sandbox_spec
  ttl_seconds     = var.ttl_seconds
  seed_wo         = ephemeral.sealwright_bootstrap_seed.host.seed
  seed_wo_version = var.issue
}
