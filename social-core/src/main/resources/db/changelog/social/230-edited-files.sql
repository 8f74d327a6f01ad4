--liquibase formatted sql

--changeset rapport:edited-files
-- a file that an edit took off its post or comment stays readable in the history, and can be put back where it stood
alter table file add column former_item_id bigint;
create index file_former on file (former_item_id);
create table revision_file (
  item_id  bigint not null,
  version  int not null,
  file_id  bigint not null,
  position int not null,
  primary key (item_id, version, file_id)
);
-- until now files stayed through every edit
insert into revision_file (item_id, version, file_id, position)
select r.item_id, r.version, f.id, f.position from revision r join file f on f.item_id = r.item_id;
alter table revision add column expires_at timestamp(3) with time zone;   -- of an announcement: its end by this version
update revision set expires_at = (select an.expires_at from announcement an where an.post_id = revision.item_id);
