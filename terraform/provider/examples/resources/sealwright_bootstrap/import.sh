# By its id: 22 characters of base64url.
terraform import sealwright_bootstrap.web acme/AAAAAAAAAAAAAAAAAAAAAA
