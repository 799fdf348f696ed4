action "sealwright_rotate_encryption_key" "acme" {
  config {
    org = "acme"
  }
}
