terraform import sealwright_role_binding.ada acme/ada
