terraform {
  required_providers {
    sealwright = {
      source = "sealwright.dev/sealwright/sealwright"
    }
  }
}

# Address, trust and credential come from SEALWRIGHT_ADDRESS, SEALWRIGHT_ROOT_FINGERPRINT and
# SEALWRIGHT_API_KEY_FILE, or from the profile that `sealwright login` wrote.
provider "sealwright" {}
