list "sealwright_authority_key" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
