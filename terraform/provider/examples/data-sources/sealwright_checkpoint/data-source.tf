data "sealwright_checkpoint" "first" {}

# The head of the log when this was applied first. It stays in the state: a log that does not continue it is an error.
resource "terraform_data" "seen" {
  input = data.sealwright_checkpoint.first.note

  lifecycle {
    ignore_changes = [input]
  }
}

data "sealwright_checkpoint" "now" {
  earlier = terraform_data.seen.output
}
