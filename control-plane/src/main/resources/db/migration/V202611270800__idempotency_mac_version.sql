-- Under which version of the service's key mac what is kept of a request stands; the first was the only one until now.
ALTER TABLE idempotent_request ADD COLUMN mac_version bigint NOT NULL DEFAULT 1 CHECK (mac_version >= 1);
