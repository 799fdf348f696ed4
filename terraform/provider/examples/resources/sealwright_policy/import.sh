terraform import sealwright_policy.support acme/support
