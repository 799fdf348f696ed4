list "sealwright_api_key" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
