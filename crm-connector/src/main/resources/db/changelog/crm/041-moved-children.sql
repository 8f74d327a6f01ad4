--liquibase formatted sql

--changeset rapport:connector-moved-children
-- records that lately went from one account to another: all of them together tell a merge that the CRM does not name
create table crm_child_move (
  connection       varchar(60) not null,
  type             varchar(40) not null,
  external_id      varchar(100) not null,
  from_external_id varchar(100) not null,
  to_external_id   varchar(100),                              -- null: to none
  moved_at         timestamp(3) with time zone not null,
  primary key (connection, type, external_id)
);
create index crm_child_move_from on crm_child_move (connection, from_external_id);
