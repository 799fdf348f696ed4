resource "sealwright_sandbox_spec" "web" {
  org         = sealwright_org.acme.name
  name        = "web"
  description = "Hosts of the web tier"
  policy      = sealwright_policy.support.name
}
