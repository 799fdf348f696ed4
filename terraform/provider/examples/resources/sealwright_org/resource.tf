resource "sealwright_org" "acme" {
  name         = "acme"
  display_name = "Acme"
}
