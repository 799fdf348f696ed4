resource "sealwright_role_binding" "ada" {
  org  = sealwright_org.acme.name
  name = "ada"
  user = sealwright_user.ada.name
  role = "ADMIN"
}
