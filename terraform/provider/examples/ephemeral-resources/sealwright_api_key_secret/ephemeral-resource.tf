ephemeral "sealwright_api_key_secret" "robot" {}

resource "sealwright_api_key" "robot" {
  org               = sealwright_org.acme.name
  name              = "robot"
  user              = sealwright_user.ada.name
  secret_wo         = ephemeral.sealwright_api_key_secret.robot.secret
  secret_wo_version = 1
}
