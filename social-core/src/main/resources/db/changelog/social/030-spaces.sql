--liquibase formatted sql

--changeset rapport:spaces
-- a space is a subject of kind 2; its members are a principal of kind 3 whose id is the space's
create table space (
  id          bigint primary key,
  visibility  smallint not null,                       -- 0 public, 1 private, 2 unlisted
  description varchar(2000),
  broadcast   boolean default false not null,          -- only managers post; everybody in it comments
  created_by  bigint not null,
  created_at  timestamp(3) with time zone not null,
  archived_at timestamp(3) with time zone,             -- readable, closed
  version     int default 1 not null
);

create table membership (
  space_id   bigint not null,
  member_id  bigint not null,
  role       smallint not null,                        -- 0 requested, 1 invited, 2 member, 3 manager, 4 owner
  message    varchar(500),                             -- of a request
  since      timestamp(3) with time zone not null,     -- of this role
  decided_by bigint,                                   -- who let in, invited or gave the role; null: oneself
  primary key (space_id, member_id)
);
create index membership_member on membership (member_id, role);

-- both ways: the space shows the record, the record shows the space
create table space_record (
  space_id  bigint not null,
  record_id bigint not null,
  linked_by bigint not null,
  linked_at timestamp(3) with time zone not null,
  primary key (space_id, record_id)
);
create index space_record_record on space_record (record_id, space_id);
