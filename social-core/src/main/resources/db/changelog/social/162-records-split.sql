--liquibase formatted sql

--changeset rapport:records-split
-- what a merge moved beside posts and followers, for the day on which it is taken back: exactly that returns
create table moved_space_record (
  loser_id    bigint not null,
  space_id    bigint not null,
  linked_by   bigint not null,
  linked_at   timestamp(3) with time zone not null,
  also_winner boolean not null,                        -- the space showed the winner too
  primary key (loser_id, space_id)
);
create table moved_stream_source (
  loser_id    bigint not null,
  stream_id   bigint not null,
  position    int not null,
  also_winner boolean not null,
  primary key (loser_id, stream_id)
);
create table moved_draft (
  loser_id  bigint not null,
  member_id bigint not null,
  version   bigint not null,                           -- a draft that was typed at since then is the winner's
  kept_id   bigint,                                    -- where the winner had one already: what it is kept as beside that
  primary key (loser_id, member_id)
);
create table moved_draft_version  (loser_id bigint not null, version_id bigint not null, primary key (loser_id, version_id));
create table moved_scheduled_post (loser_id bigint not null, post_id bigint not null, primary key (loser_id, post_id));
