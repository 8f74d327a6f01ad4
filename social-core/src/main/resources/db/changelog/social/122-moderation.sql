--liquibase formatted sql

--changeset rapport:removals
-- what a moderator took out for good: the words are gone, who wrote and that something stood there stays
create table removal (
  item_id    bigint primary key,                       -- a post or a comment
  removed_by bigint not null,
  reason     varchar(500) not null,
  removed_at timestamp(3) with time zone not null
);

--changeset rapport:audit
-- who did what where others could not; each line holds the hash of the one before, so that a changed or missing line shows
create table audit_entry (
  id       bigint primary key,
  at       timestamp(3) with time zone not null,
  actor_id bigint not null,
  action   varchar(60) not null,
  item     varchar(200),                               -- such as post:34, member:7
  reason   varchar(500),
  details  varchar(1000),
  hash     varchar(64) not null
);
create index audit_entry_actor on audit_entry (actor_id, id desc);
create index audit_entry_action on audit_entry (action, id desc);
create index audit_entry_item on audit_entry (item, id desc);
create index audit_entry_at on audit_entry (at);

-- the hash of the last line, and the row that lets one line in after the other
create table audit_head (id smallint primary key, entries bigint not null, hash varchar(64) not null);
insert into audit_head (id, entries, hash) values (1, 0, '');

--changeset rapport:audit-append-only dbms:postgresql splitStatements:false
create function audit_entry_stays() returns trigger language plpgsql as $$
begin
  raise exception 'audit_entry: lines are added and never changed';
end $$;
create trigger audit_entry_stays before update or delete on audit_entry
  for each row execute function audit_entry_stays();

--changeset rapport:purge
-- files whose row is gone, or not there yet: their bytes are deleted, and again until that succeeds
create table file_leftover (file_id bigint primary key, since timestamp(3) with time zone not null);
create index file_leftover_since on file_leftover (since);
create index deleted_post_deleted on deleted_post (deleted_at);

--changeset rapport:purge-comments-postgresql dbms:postgresql
create index comment_deleted on comment (deleted_at) where deleted_at is not null;

--changeset rapport:purge-comments-h2 dbms:h2
create index comment_deleted on comment (deleted_at);
