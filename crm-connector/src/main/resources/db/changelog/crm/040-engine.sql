--liquibase formatted sql

--changeset rapport:connector-token-turns
-- who signs in right now, so that of all nodes one at a time does
create table crm_token_turn (
  connection varchar(60) not null,
  name       varchar(60) not null,
  owner      varchar(60),
  until_at   timestamp(3) with time zone,                     -- of a node that died, nothing is waited for any longer
  primary key (connection, name)
);

--changeset rapport:connector-call-ledger
-- what a CRM last said of its call limits, for all jobs and nodes
create table crm_call_ledger (
  connection    varchar(60) primary key,
  settings_hash varchar(64) not null,                         -- of the address and credentials that it was said to
  used          bigint,
  call_limit    bigint,
  resets_at     timestamp(3) with time zone,
  paused_until  timestamp(3) with time zone,
  reason        varchar(500) not null
);

--changeset rapport:connector-restarted
-- a change feed had to begin anew: what was deleted meanwhile shows only in a comparison
alter table crm_connection add column restarted_at timestamp(3) with time zone;
