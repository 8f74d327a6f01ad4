--liquibase formatted sql

--changeset rapport:connector-follow-rules
alter table crm_connection add column rules_hash varchar(64);   -- of the rules by which people follow now; null: by none

-- since when a record is closed, for rules that end some time after
create table crm_closed (
  record_id  bigint primary key,
  connection varchar(60) not null,
  closed_at  timestamp(3) with time zone not null
);
