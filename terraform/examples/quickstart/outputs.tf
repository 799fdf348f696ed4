output "bootstraps" {
  description = "What was minted, without its secrets."
  value       = { for name, host in module.web : name => host.bootstrap }
}

output "log" {
  description = "Origin of the log that all this stands in."
  value       = data.sealwright_anchors.now.origin
}
