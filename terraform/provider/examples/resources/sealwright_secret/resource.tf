resource "sealwright_secret" "db" {
  org         = sealwright_org.acme.name
  name        = "db-password"
  description = "Password of the database"
}
