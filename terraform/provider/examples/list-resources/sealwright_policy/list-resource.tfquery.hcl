list "sealwright_policy" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
