--liquibase formatted sql

--changeset rapport:links
-- what a linked page says of itself, fetched once for all posts that link it
create table link_preview (
  url_hash    varchar(64) primary key,                 -- SHA-256 of the address
  url         varchar(2000) not null,
  title       varchar(300),
  description varchar(500),
  site        varchar(200),
  fetched_at  timestamp(3) with time zone not null,
  failed      boolean default false not null
);
create table post_link (
  post_id  bigint not null,
  url_hash varchar(64) not null,
  position smallint not null,
  primary key (post_id, url_hash)
);
create index post_link_url on post_link (url_hash);
