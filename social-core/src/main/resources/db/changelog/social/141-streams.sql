--liquibase formatted sql

--changeset rapport:streams
-- a feed that a member mixed for herself: the union of chosen places, members and topics
create table stream (
  id         bigint primary key,
  member_id  bigint not null,
  name       varchar(100) not null,
  created_at timestamp(3) with time zone not null
);
create index stream_member on stream (member_id, id);

create table stream_source (
  stream_id bigint not null,
  source_id bigint not null,
  position  int not null,
  of_member boolean not null,
  of_topic  boolean not null,
  primary key (stream_id, source_id)
);
