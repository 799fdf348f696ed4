terraform import sealwright_secret.db acme/db-password
