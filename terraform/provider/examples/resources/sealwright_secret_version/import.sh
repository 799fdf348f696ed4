# By organisation, secret and number of the version; it counts as value_wo_version 1.
terraform import sealwright_secret_version.db acme/db-password/1
