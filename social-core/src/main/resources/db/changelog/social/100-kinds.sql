--liquibase formatted sql

-- What stands on a post besides its words. These rows stay when the post is deleted, and are there again when it is restored.

--changeset rapport:kinds-closed
create table closed_post (
  post_id   bigint primary key,
  closed_by bigint not null,
  reason    varchar(500),
  closed_at timestamp(3) with time zone not null
);

--changeset rapport:kinds-shares
-- a share shows another post, to those who may see that one
create table share (post_id bigint primary key, shared_post_id bigint not null);
create index share_shared on share (shared_post_id, post_id);

--changeset rapport:kinds-polls
create table poll (
  post_id          bigint primary key,
  multiple         boolean not null,
  anonymous        boolean not null,
  hide_until_voted boolean not null,
  ends_at          timestamp(3) with time zone
);
create table poll_option (
  post_id  bigint not null,
  position smallint not null,                          -- 1, 2, 3 ...: its id within the poll
  label    varchar(300) not null,
  primary key (post_id, position)
);
create table vote (
  post_id   bigint not null,
  position  smallint not null,
  member_id bigint not null,
  voted_at  timestamp(3) with time zone not null,
  primary key (post_id, position, member_id)
);

--changeset rapport:kinds-kudos
create table kudos (post_id bigint primary key, reason varchar(40));
create table kudos_member (
  post_id   bigint not null,
  member_id bigint not null,
  position  smallint not null,
  primary key (post_id, member_id)
);
create index kudos_member_member on kudos_member (member_id, post_id desc);

--changeset rapport:kinds-announcements
create table announcement (
  post_id     bigint primary key,
  subject_id  bigint not null,
  expires_at  timestamp(3) with time zone not null,
  acknowledge boolean not null                         -- whether readers are asked to say that they have read it
);
create index announcement_place on announcement (subject_id, expires_at);
create index announcement_end on announcement (expires_at);
create table acknowledgement (
  post_id         bigint not null,
  member_id       bigint not null,
  acknowledged_at timestamp(3) with time zone not null,
  primary key (post_id, member_id)
);

--changeset rapport:kinds-answers
create table accepted_answer (
  post_id     bigint primary key,
  comment_id  bigint not null,
  accepted_by bigint not null,
  accepted_at timestamp(3) with time zone not null
);
create index accepted_answer_comment on accepted_answer (comment_id);
create table up_vote (
  comment_id bigint not null,
  member_id  bigint not null,
  voted_at   timestamp(3) with time zone not null,
  primary key (comment_id, member_id)
);

--changeset rapport:kinds-scheduled
-- written now and published later: it gets its post's id then, because the id is the order of feeds
create table scheduled_post (
  id         bigint primary key,
  author_id  bigint not null,
  publish_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null,
  version    int default 1 not null,
  content    varchar not null,                         -- the request, as JSON
  refused    varchar(60)                               -- why it could not be published, until it is changed
);
create index scheduled_post_due on scheduled_post (publish_at);
create index scheduled_post_author on scheduled_post (author_id, publish_at);
