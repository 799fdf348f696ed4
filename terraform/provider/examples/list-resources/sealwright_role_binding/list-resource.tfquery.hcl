list "sealwright_role_binding" "acme" {
  provider = sealwright

  config {
    org = "acme"
  }
}
