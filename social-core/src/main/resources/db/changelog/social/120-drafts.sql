--liquibase formatted sql

--changeset rapport:drafts
-- what a member has begun to write: one for each place
create table draft (
  member_id  bigint not null,
  place_kind smallint not null,                        -- 1 a subject: a new post there, 2 a post: a comment under it, 3 a post or comment that is being edited
  place_id   bigint not null,
  version    bigint not null,                          -- of activity_seq: never comes twice, not even after a deletion
  title      varchar(300),
  body       varchar not null,
  kind       smallint,                                 -- of the post it may become
  extra      varchar,                                  -- JSON of what else the screen keeps, opaque to SQL
  updated_at timestamp(3) with time zone not null,     -- when it was typed
  saved_at   timestamp(3) with time zone not null,     -- when it came here
  primary key (member_id, place_kind, place_id)
);

-- texts that lost against another device's, for some days
create table draft_version (
  id         bigint primary key,
  member_id  bigint not null,
  place_kind smallint not null,
  place_id   bigint not null,
  title      varchar(300),
  body       varchar not null,
  kind       smallint,
  extra      varchar,
  updated_at timestamp(3) with time zone not null,
  kept_at    timestamp(3) with time zone not null
);
create index draft_version_place on draft_version (member_id, place_kind, place_id, id desc);
create index draft_version_kept on draft_version (kept_at);
create index draft_place on draft (place_kind, place_id);
create index draft_version_item on draft_version (place_kind, place_id);
