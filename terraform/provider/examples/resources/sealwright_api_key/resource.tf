ephemeral "sealwright_api_key_secret" "ci" {}

resource "sealwright_api_key" "ci" {
  org        = sealwright_org.acme.name
  name       = "ci"
  user       = sealwright_user.ada.name
  expires_at = "2036-01-01T00:00:00Z"

  # Only its SHA-256 is sent. Hand the secret itself to whatever keeps it, through a write-only argument there.
  secret_wo         = ephemeral.sealwright_api_key_secret.ci.secret
  secret_wo_version = 1
}
