# An organisation with its administrator, what its agents may do, a kind of host, a key for CI, a secret, and two hosts to
# enrol.

terraform {
  required_version = ">= 1.11"

  required_providers {
    sealwright = {
      source = "sealwright.dev/sealwright/sealwright"
    }
  }
}

provider "sealwright" {}

resource "sealwright_org" "acme" {
  name         = var.org
  display_name = "Acme"
}

resource "sealwright_user" "admin" {
  org          = sealwright_org.acme.name
  name         = "ada"
  display_name = "Ada, who runs this organisation"
}

resource "sealwright_role_binding" "admin" {
  org  = sealwright_org.acme.name
  name = "ada"
  user = sealwright_user.admin.name
  role = "ADMIN"

  may_unseal = ["database"]
}

resource "sealwright_policy" "support" {
  org  = sealwright_org.acme.name
  name = "support"

  network    = { allowed_hosts = ["api.example.com"], methods = ["GET", "POST"] }
  filesystem = { read_only = ["/usr"], writable = ["/tmp/agent"] }
  tools      = { allow = ["search"], block = ["shell"], require_approval = ["payment"] }
  budgets    = { tokens_per_day = 100000 }
}

resource "sealwright_sandbox_spec" "web" {
  org         = sealwright_org.acme.name
  name        = "web"
  description = "Hosts of the web tier"
  policy      = sealwright_policy.support.name
}

# The key's secret is made on this machine; the service is given its SHA-256.
ephemeral "sealwright_api_key_secret" "ci" {}

resource "sealwright_api_key" "ci" {
  org               = sealwright_org.acme.name
  name              = "ci"
  user              = sealwright_user.admin.name
  secret_wo         = ephemeral.sealwright_api_key_secret.ci.secret
  secret_wo_version = 1
}

# A secret, sealed in the HSM. Whom a role binding's may_unseal names it to may open it, and each opening is in the log.
resource "sealwright_secret" "database" {
  org         = sealwright_org.acme.name
  name        = "database"
  description = "Password of the database"
}

resource "sealwright_secret_version" "database" {
  org              = sealwright_org.acme.name
  secret           = sealwright_secret.database.name
  value_wo         = var.database_password
  value_wo_version = 1

  lifecycle {
    create_before_destroy = true
  }
}

# A bootstrap for each host, in a module that lets the install URLs out for write-only arguments alone.
module "web" {
  source   = "../../modules/host-enrolment"
  for_each = toset(["web-1", "web-2"])

  org          = sealwright_org.acme.name
  sandbox_spec = sealwright_sandbox_spec.web.name
}
