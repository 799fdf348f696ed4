terraform import sealwright_org.acme acme
