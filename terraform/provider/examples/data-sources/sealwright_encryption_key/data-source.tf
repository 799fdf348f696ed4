data "sealwright_encryption_key" "acme" {
  org = sealwright_org.acme.name
}

# A rotation that cannot go on shows in every plan.
check "secrets_follow_their_key" {
  assert {
    condition     = data.sealwright_encryption_key.acme.state != "blocked"
    error_message = "${data.sealwright_encryption_key.acme.damaged} versions of secrets cannot be re-encrypted"
  }
}
