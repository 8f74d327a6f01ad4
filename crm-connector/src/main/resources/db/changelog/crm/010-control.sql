--liquibase formatted sql

--changeset rapport:connector-control
-- what an admin lets the connection do: draft, running, paused, cancelled
alter table crm_connection add column running varchar(20) default 'running' not null;
-- everything is to be compared now, not when it is due
alter table crm_connection add column compare_requested boolean default false not null;

-- a run that read something or failed; what a poll without news did is not kept
create table crm_run (
  id              bigint primary key,
  connection      varchar(60) not null,
  kind            varchar(20) not null,                       -- load, changes, comparison
  started_at      timestamp(3) with time zone not null,
  ended_at        timestamp(3) with time zone,                -- null while it lasts, or when its node died
  read_count      bigint default 0 not null,
  written_count   bigint default 0 not null,                  -- new, changed, gone or merged
  unchanged_count bigint default 0 not null,
  set_aside_count bigint default 0 not null,
  failure         varchar(2000)
);
create index crm_run_newest on crm_run (connection, id desc);

alter table crm_set_aside add column id bigint default nextval('activity_seq') not null;

-- why one type of a connection is not read while the others are
alter table crm_progress add column failure varchar(2000);
alter table crm_progress add column next_at timestamp(3) with time zone;

-- whether the comparison under way reads every record, not its id alone
alter table crm_sweep add column whole boolean default false not null;

--changeset rapport:connector-differences
-- what a comparison found to differ; names of fields, never their values, which are customers'
create table crm_difference (
  id          bigint primary key,
  run_id      bigint not null,
  connection  varchar(60) not null,
  type        varchar(40) not null,
  external_id varchar(100) not null,
  what        varchar(200) not null,                          -- missing, gone, or the fields that differed
  found_at    timestamp(3) with time zone not null
);
create index crm_difference_run on crm_difference (connection, run_id, id);
