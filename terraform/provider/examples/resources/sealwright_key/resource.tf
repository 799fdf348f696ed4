resource "sealwright_key" "release" {
  org         = sealwright_org.acme.name
  name        = "release"
  algorithm   = "ES256"
  description = "Signs our releases"

  # Only so that this example can be destroyed again.
  deletion_protection = false
}
