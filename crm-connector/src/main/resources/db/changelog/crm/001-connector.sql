--liquibase formatted sql

-- What the connector remembers. No table here holds a password or key of a CRM: those stay in the configuration.

--changeset rapport:connector-connections
create table crm_connection (
  connection        varchar(60) primary key,
  state             varchar(20) default 'starting' not null,  -- starting, loading, ok, failing, stopped
  message           varchar(2000),                            -- in words for an admin, never a secret
  remedy            varchar(20),
  people_notice     varchar(1000),                            -- why people who seem gone were not signed out
  sweep_notice      varchar(1000),                            -- what the last comparison found, if a person should know
  hook_notice       varchar(1000),                            -- why there are no webhooks, if they are wanted
  failures          int default 0 not null,                   -- in a row
  next_at           timestamp(3) with time zone,              -- no call to the CRM before
  settings_hash     varchar(64),                              -- other settings lift next_at
  lease_owner       varchar(60),                              -- who alone may write this connection's rows ...
  lease_until       timestamp(3) with time zone,              -- ... until then
  last_sync_at      timestamp(3) with time zone,
  last_people_at    timestamp(3) with time zone,
  last_sweep_at     timestamp(3) with time zone,
  hook_secret       varchar(60) not null,                     -- part of the address that the CRM calls
  hooked_at         timestamp(3) with time zone,
  collapsed_changes bigint default 0 not null                 -- changes of imports that made no story
);

-- one for each type; the checkpoint is written in the transaction of the rows that it stands for
create table crm_progress (
  connection varchar(60) not null,
  type       varchar(40) not null,
  checkpoint varchar(4000),
  done       bigint default 0 not null,
  total      bigint,
  loaded_at  timestamp(3) with time zone,                     -- end of the first load
  read_at    timestamp(3) with time zone,                     -- last time that nothing more was to be read
  primary key (connection, type)
);

-- the last reconciliation, or the one under way
create table crm_sweep (
  connection varchar(60) not null,
  type       varchar(40) not null,
  checkpoint varchar(4000),
  started_at  timestamp(3) with time zone not null,
  read_at     timestamp(3) with time zone,                    -- the CRM has been read to its end, the comparison is due
  compared_at timestamp(3) with time zone,
  notice      varchar(1000),                                  -- what a person should know of it
  primary key (connection, type)
);
create table crm_sweep_seen (
  connection  varchar(60) not null,
  type        varchar(40) not null,
  external_id varchar(100) not null,
  primary key (connection, type, external_id)
);

-- where to look, said by a webhook; the same record once however often it is named
create table crm_hint (
  connection  varchar(60) not null,
  type        varchar(40) not null,
  external_id varchar(100) not null,
  merged_into varchar(100),                                   -- who took over, if it turns out to be gone
  due_at      timestamp(3) with time zone not null,           -- not to be looked at before; a hint that comes again moves it
  primary key (connection, type, external_id)
);

-- rows that could not be understood or stored
create table crm_set_aside (
  connection  varchar(60) not null,
  type        varchar(40) not null,
  external_id varchar(100) not null,
  reason      varchar(500) not null,
  first_at    timestamp(3) with time zone not null,
  last_at     timestamp(3) with time zone not null,
  times       int not null,
  primary key (connection, type, external_id)
);

--changeset rapport:connector-webhooks
create table crm_webhook (
  connection  varchar(60) not null,
  event       varchar(100) not null,
  external_id varchar(100) not null,
  secret      varchar(200) not null,                          -- made by the CRM; it signs its calls with it
  address     varchar(1000) not null,
  primary key (connection, event)
);

--changeset rapport:connector-stories
-- differences of tracked fields, noticed in the transaction of their rows, told soon after
create table crm_story (
  id                bigint primary key,
  connection        varchar(60) not null,
  subject_id        bigint not null,
  type              varchar(40) not null,
  external_id       varchar(100) not null,
  changes           varchar not null,                         -- JSON
  actor_external_id varchar(100),                             -- the last writer, as the CRM names it
  changed_at        timestamp(3) with time zone not null,
  noticed_at        timestamp(3) with time zone not null,
  since             timestamp(3) with time zone not null,     -- the change is not older
  told_at           timestamp(3) with time zone
);
create index crm_story_waiting on crm_story (connection, told_at, id);

--changeset rapport:connector-tickets
-- a ticket that brought somebody in is good for nothing any more
create table embed_ticket (
  ticket_hash varchar(64) primary key,
  expires_at  timestamp(3) with time zone not null
);
create index embed_ticket_expiry on embed_ticket (expires_at);
