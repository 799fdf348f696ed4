output "install_url" {
  description = "Install URL, for a write-only argument of whatever hands it to the host."
  ephemeral   = true
  sensitive   = true
  value       = "${sealwright_bootstrap.host.install_url_prefix}#${ephemeral.sealwright_bootstrap_seed.host.url_fragment}"
}

output "bootstrap" {
  description = "Id, state and expiry of the bootstrap."
  value = {
    id      = sealwright_bootstrap.host.id
    state   = sealwright_bootstrap.host.state
    expires = sealwright_bootstrap.host.exp
  }
}

output "issue" {
  description = "The issue that the URL is of: give it to the version of the write-only argument that takes it."
  value       = var.issue
}
