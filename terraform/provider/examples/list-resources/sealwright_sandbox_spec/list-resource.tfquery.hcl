list "sealwright_sandbox_spec" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
