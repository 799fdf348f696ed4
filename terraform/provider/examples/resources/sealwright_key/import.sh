terraform import sealwright_key.release acme/release
