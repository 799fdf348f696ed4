resource "sealwright_authority_key" "security" {
  org            = sealwright_org.acme.name
  name           = "security"
  public_key_pem = file("security.pub")
}
