terraform import sealwright_user.ada acme/ada
