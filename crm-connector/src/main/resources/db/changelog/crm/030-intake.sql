--liquibase formatted sql

-- Rows that other systems hand in, by push or by file, kept as if they were a CRM of their own.

--changeset rapport:intake-rows
-- one for each connection that rows are handed to; its row is the lock of whoever writes them
create table crm_intake (
  connection varchar(60) primary key,
  seq        bigint not null,                          -- the highest number given to a row
  changed_at timestamp(3) with time zone
);
create table crm_intake_row (
  connection  varchar(60) not null,
  type        varchar(40) not null,                    -- account, contact, lead, opportunity, user, team
  external_id varchar(100) not null,
  seq         bigint not null,                         -- rises with each change; of rows handed in together the same
  source      varchar(200) not null,                   -- the file it came from; empty for the push
  content     varchar,                                 -- JSON; null when it is gone
  hash        varchar(64),                             -- of the content
  merged_into varchar(100),
  updated_at  timestamp(3) with time zone,             -- the sender's own stamp; older ones are left out
  changed_at  timestamp(3) with time zone not null,
  load_id     bigint,                                  -- the last complete set that named it
  primary key (connection, type, external_id)
);
create index crm_intake_row_seq on crm_intake_row (connection, type, seq, external_id);

--changeset rapport:intake-loads
-- complete sets under way: what they do not name is gone when they are finished
create table crm_intake_load (
  id         bigint primary key,
  connection varchar(60) not null,
  type       varchar(40) not null,
  source     varchar(200) not null,
  started_at timestamp(3) with time zone not null,
  refused    int not null,
  unique (connection, type, source)
);

--changeset rapport:intake-files
create table crm_intake_file (
  connection  varchar(60) not null,
  type        varchar(40) not null,
  name        varchar(200) not null,
  fingerprint varchar(200) not null,                   -- size and stamp: whether it is worth reading for its hash
  hash        varchar(64) not null,
  state       varchar(20) not null,                    -- reading, read, refused
  load_id     bigint,                                  -- when it is a complete set
  records     bigint not null,                         -- how far it is read
  created     int not null,
  updated     int not null,
  unchanged   int not null,
  deleted     int not null,
  refused     int not null,
  notice      varchar(1000),                           -- what a person should know of it
  started_at  timestamp(3) with time zone not null,
  ended_at    timestamp(3) with time zone,
  primary key (connection, type, name)
);
create table crm_intake_refusal (
  connection  varchar(60) not null,
  type        varchar(40) not null,
  name        varchar(200) not null,
  line        bigint not null,
  field       varchar(100) not null,
  reason      varchar(500) not null,
  primary key (connection, type, name, line)
);
