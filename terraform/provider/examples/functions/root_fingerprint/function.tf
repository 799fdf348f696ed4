variable "root_certificate" {
  description = "The root's certificate in PEM form, when it is at hand."
  type        = string
  default     = null
}

output "pin" {
  value = var.root_certificate == null ? null : provider::sealwright::root_fingerprint(var.root_certificate)
}
