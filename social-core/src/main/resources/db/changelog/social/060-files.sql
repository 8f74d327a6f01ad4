--liquibase formatted sql

--changeset rapport:files
-- a file belongs to its uploader until it is attached to a post or a comment; from then on whoever may see the post may see it
create table file (
  id          bigint primary key,
  owner_id    bigint not null,
  name        varchar(255) not null,
  media_type  varchar(100) not null,                   -- found from the content, never the sender's word
  size        bigint not null,                         -- bytes as stored
  sha256      varchar(64) not null,
  width       int,                                     -- pixels, upright; images only
  height      int,
  description varchar(500),                            -- what an image shows, for who can't see it
  post_id     bigint,
  item_id     bigint,                                  -- the post or the comment
  position    int default 0 not null,
  created_at  timestamp(3) with time zone not null
);
create index file_item on file (item_id, position);
create index file_post on file (post_id, id desc);
create index file_unattached on file (post_id, created_at);
