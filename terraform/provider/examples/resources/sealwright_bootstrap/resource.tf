ephemeral "sealwright_bootstrap_seed" "web" {}

resource "sealwright_bootstrap" "web" {
  org          = sealwright_org.acme.name
  sandbox_spec = sealwright_sandbox_spec.web.name
  ttl_seconds  = 900

  # Only the public key is sent. The install URL is
  # "${sealwright_bootstrap.web.install_url_prefix}#${ephemeral.sealwright_bootstrap_seed.web.url_fragment}":
  # hand it on through a write-only argument, never through user data.
  seed_wo         = ephemeral.sealwright_bootstrap_seed.web.seed
  seed_wo_version = 1
}
