action "sealwright_revoke_host" "stolen" {
  config {
    org        = "acme"
    sandbox_id = "01a217a6-27b2-7000-b123-9225d8ea7929"
    reason     = "The machine was stolen."
  }
}
