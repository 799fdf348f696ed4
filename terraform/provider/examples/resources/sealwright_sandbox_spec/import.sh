terraform import sealwright_sandbox_spec.web acme/web
