list "sealwright_key" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
