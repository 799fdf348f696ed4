# From TF_VAR_db_password, or from an ephemeral resource of whatever makes it.
variable "db_password" {
  type      = string
  ephemeral = true
}

resource "sealwright_secret_version" "db" {
  org              = sealwright_org.acme.name
  secret           = sealwright_secret.db.name
  value_wo         = var.db_password
  value_wo_version = 1

  lifecycle {
    create_before_destroy = true
  }
}
