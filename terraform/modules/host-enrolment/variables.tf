variable "org" {
  description = "Name of the organisation."
  type        = string
}

variable "sandbox_spec" {
  description = "Name of the sandbox spec that the host is enrolled for."
  type        = string
}

variable "ttl_seconds" {
  description = "How long the bootstrap can be redeemed, 60 to 3600."
  type        = number
  default     = 900
}

variable "issue" {
  description = "Change it to mint another bootstrap, with another secret."
  type        = number
  default     = 1
}
