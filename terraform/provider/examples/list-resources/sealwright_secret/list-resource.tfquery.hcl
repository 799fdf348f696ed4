list "sealwright_secret" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
