--liquibase formatted sql

--changeset rapport:connector-kept-changes
-- Every change is kept for some time, also of fields that nobody tracks, so that an admin sees beforehand what a rule would tell.
alter table crm_story add column tracked boolean default true not null;    -- to be told, or was
alter table crm_story add column collapsed boolean default false not null; -- part of an import
alter table crm_story add column saves varchar;                            -- JSON: who saved what when, once the CRM was asked
create index crm_story_changed on crm_story (connection, changed_at);

-- the posts that tell it; one that turns out to be part of an import is taken back
create table crm_story_post (story_id bigint not null, post_id bigint not null, primary key (story_id, post_id));

-- the one line that tells of somebody's import
create table crm_import_line (
  connection        varchar(60) not null,
  actor_external_id varchar(100) not null,
  post_id           bigint not null,
  records           bigint not null,
  last_at           timestamp(3) with time zone not null,
  primary key (connection, actor_external_id)
);
