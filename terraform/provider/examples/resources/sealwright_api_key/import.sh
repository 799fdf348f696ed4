# An imported key keeps its secret, as version 1.
terraform import sealwright_api_key.ci acme/ci
