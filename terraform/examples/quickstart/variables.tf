variable "org" {
  description = "Name of the organisation to make."
  type        = string
  default     = "acme"
}
