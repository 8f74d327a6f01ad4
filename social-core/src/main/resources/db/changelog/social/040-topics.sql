--liquibase formatted sql

--changeset rapport:topics
-- a topic is a subject of kind 7, which everybody may see; which posts it holds each reader sees by the posts' own rights
create table topic (
  id          bigint primary key,
  topic_key   varchar(100) not null unique,            -- the name folded: lower case, no accents
  description varchar(500),
  merged_into bigint,                                  -- old links lead there; its key stays taken
  created_at  timestamp(3) with time zone not null
);

create table post_topic (
  topic_id bigint not null,
  post_id  bigint not null,
  by_hand  boolean default false not null,             -- assigned by a reader; else it stands in the text
  primary key (topic_id, post_id)
);
create index post_topic_post on post_topic (post_id, topic_id);

--changeset rapport:topics-postgresql dbms:postgresql
alter table topic alter column topic_key type varchar(100) collate "C";
