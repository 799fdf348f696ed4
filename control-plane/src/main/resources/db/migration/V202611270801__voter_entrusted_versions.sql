-- Derived secrets have versions, those of the service's key mac; the first was the only one until now.
ALTER TABLE entrusted_secret ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE entrusted_secret DROP CONSTRAINT entrusted_secret_pkey;
ALTER TABLE entrusted_secret ADD PRIMARY KEY (purpose, version, member);
