--liquibase formatted sql

--changeset rapport:feeds-follows
-- a followed member's posts come to the home feed wherever they stand, a followed record's only from the record
alter table follow add column of_member boolean default false not null;
create index follow_member on follow (member_id, level, of_member, subject_id);

-- who unfollowed by hand is not followed again by a rule
create table unfollowed (
  member_id     bigint not null,
  subject_id    bigint not null,
  unfollowed_at timestamp(3) with time zone not null,
  primary key (member_id, subject_id)
);

--changeset rapport:feeds-read-positions
-- how far a member has read a place that she does not follow (a follow has its own last_read_post); place 0 = her home feed
create table read_position (
  member_id      bigint not null,
  place_id       bigint not null,
  last_read_post bigint not null,
  primary key (member_id, place_id)
);

--changeset rapport:feeds-heads
-- heads are probed in the index alone, with author and kind for the filters
drop index post_subject;
create index post_subject on post (subject_id, id desc, author_id, kind);
drop index post_author;
create index post_author on post (author_id, id desc, subject_id, kind);
drop index post_activity_subject;
create index post_activity_subject on post_activity (subject_id, bump desc, post_id, author_id, kind);
drop index post_activity_author;
create index post_activity_author on post_activity (author_id, bump desc, post_id, subject_id, kind);

--changeset rapport:feeds-notifications
-- why the member is told: 1 mentioned, 2 answered, 3 own post, 4 took part, 5 follows the record, 6 follows the member, 7 reaction
alter table notification add column reason smallint default 1 not null;
create index notification_unread on notification (member_id, is_read, id desc);
