action "sealwright_rotate_key" "release" {
  config {
    org  = "acme"
    name = "release"
  }
}
