--liquibase formatted sql

--changeset rapport:mention-groups
-- by what a member is mentioned: 0 by name, -1 as the owner, -2 as one of the account's team, else the id of a space
alter table mention add column via bigint default 0 not null;

-- roles and spaces that a post or a comment mentions; the members of spaces become mentions when they are told
create table mention_group (
  item_id bigint not null,
  via     bigint not null,
  told    boolean default false not null,
  primary key (item_id, via)
);
