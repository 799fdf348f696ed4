resource "sealwright_user" "ada" {
  org          = sealwright_org.acme.name
  name         = "ada"
  display_name = "Ada"
  email        = "ada@example.com"
}
