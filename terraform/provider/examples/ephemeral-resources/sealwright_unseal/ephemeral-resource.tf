# Takes the key of a member whom a role binding's may_unseal names the secret to.
ephemeral "sealwright_unseal" "db" {
  org     = sealwright_org.acme.name
  secret  = sealwright_secret.db.name
  version = sealwright_secret_version.db.version
}
