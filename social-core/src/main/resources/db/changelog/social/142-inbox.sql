--liquibase formatted sql

--changeset rapport:inbox-without-post
-- some news stand on no post: that somebody follows, that a space's members changed. Their subject says where.
alter table notification alter column post_id drop not null;

--changeset rapport:inbox-settings
-- what differs from the default, which is to be told of everything in the app
create table notification_setting (
  member_id bigint not null,
  kind      smallint not null,
  channel   smallint not null,                         -- 0 in the app, 1 web push, 2 e-mail
  enabled   boolean not null,
  primary key (member_id, kind, channel)
);
create table notification_preference (
  member_id        bigint primary key,
  muted_by_mention boolean default true not null       -- whether being named is told from a muted thread
);

--changeset rapport:inbox-polls
-- polls whose end was told
create table poll_told (post_id bigint primary key);
create index poll_end on poll (ends_at);
