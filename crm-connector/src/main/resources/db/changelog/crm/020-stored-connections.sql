--liquibase formatted sql

-- Connections that admins set up on the pages, beside those of the configuration, and secrets as they are kept: sealed with a
-- key that does not stand here ("sealed:1:<key id>:<text>").

--changeset rapport:connector-sealed-secrets
alter table crm_connection alter column hook_secret set data type varchar(500);
alter table crm_webhook alter column secret set data type varchar(1000);
alter table crm_webhook alter column address set data type varchar(3000);  -- holds the hook secret, so it is sealed too

--changeset rapport:connector-stored-connections
create table crm_stored_connection (
  connection   varchar(60) primary key,
  version      int not null,
  settings     varchar not null,                              -- JSON, the settings' own names, without secrets
  secrets      varchar not null,                              -- JSON object, sealed
  created_at   timestamp(3) with time zone not null,
  created_by   bigint not null,
  changed_at   timestamp(3) with time zone not null,
  create_key   varchar(200),                                  -- the Idempotency-Key it was made with ...
  request_hash varchar(64),                                   -- ... and what was sent then
  unique (created_by, create_key)
);

--changeset rapport:connector-tokens
-- what adapters were given by sign-in servers and need after a restart
create table crm_connection_token (
  connection varchar(60) not null,
  name       varchar(60) not null,
  token      varchar not null,                                -- sealed
  changed_at timestamp(3) with time zone not null,
  primary key (connection, name)
);

--changeset rapport:connector-embed-seen
alter table crm_connection add column embed_seen_at timestamp(3) with time zone;  -- when a page of the CRM last brought somebody in
