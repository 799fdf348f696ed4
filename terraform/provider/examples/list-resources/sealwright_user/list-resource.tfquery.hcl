list "sealwright_user" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
