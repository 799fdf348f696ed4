variable "org" {
  description = "Name of the organisation to make."
  type        = string
  default     = "acme"
}

variable "database_password" {
  description = "A secret to seal. Ephemeral: it is neither in the plan nor in the state."
  type        = string
  ephemeral   = true
}
