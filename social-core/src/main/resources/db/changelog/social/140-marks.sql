--liquibase formatted sql

--changeset rapport:marks
-- what a member marks for herself: an item is a post or a comment. A deleted post keeps its marks, in case it comes back.
create table bookmark (
  id         bigint not null unique,                   -- from the one sequence: the order of the list
  member_id  bigint not null,
  item_id    bigint not null,
  post_id    bigint not null,
  created_at timestamp(3) with time zone not null,
  primary key (member_id, item_id)
);
create index bookmark_list on bookmark (member_id, id desc);

create table item_follow (
  member_id  bigint not null,
  item_id    bigint not null,
  post_id    bigint not null,
  created_at timestamp(3) with time zone not null,
  primary key (member_id, item_id)
);
create index item_follow_item on item_follow (item_id, member_id);

create table thread_mute (
  member_id  bigint not null,
  post_id    bigint not null,
  created_at timestamp(3) with time zone not null,
  primary key (member_id, post_id)
);
create index thread_mute_post on thread_mute (post_id, member_id);

-- what stands first on a place
create table pin (
  id         bigint not null unique,                   -- from the one sequence: the latest pinned stands first
  post_id    bigint primary key,
  subject_id bigint not null,
  pinned_by  bigint not null,
  pinned_at  timestamp(3) with time zone not null
);
create index pin_subject on pin (subject_id);

--changeset rapport:topic-feeds
-- a followed topic's posts come to the home feed; a post's bump stands with its topics, so that a topic's feed is read in its index
alter table follow add column of_topic boolean default false not null;
update follow set of_topic = true where subject_id in (select t.id from topic t);
drop index follow_member;
create index follow_member on follow (member_id, level, of_member, of_topic, subject_id);
alter table post_topic add column bump bigint default 0 not null;
update post_topic set bump = coalesce((select a.bump from post_activity a where a.post_id = post_topic.post_id), post_id);
create index post_topic_activity on post_topic (topic_id, bump desc, post_id);
