--liquibase formatted sql

--changeset rapport:topic-heads
-- with its place, author and kind, as in post_activity, a topic's feed is read in its indexes alone; of a deleted post bump is 0
alter table post_topic add column subject_id bigint;
alter table post_topic add column author_id bigint;
alter table post_topic add column kind smallint;
update post_topic set
  subject_id = (select a.subject_id from post_activity a where a.post_id = post_topic.post_id),
  author_id = (select a.author_id from post_activity a where a.post_id = post_topic.post_id),
  kind = (select a.kind from post_activity a where a.post_id = post_topic.post_id),
  bump = coalesce((select a.bump from post_activity a where a.post_id = post_topic.post_id), 0);
drop index post_topic_activity;
create index post_topic_activity on post_topic (topic_id, bump desc, post_id, subject_id, author_id, kind);
create index post_topic_newest on post_topic (topic_id, post_id desc, bump, subject_id, author_id, kind);
