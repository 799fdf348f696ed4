list "sealwright_org" "all" {
  provider = sealwright
}
