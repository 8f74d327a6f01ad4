--liquibase formatted sql

-- Times are UTC in milliseconds. Every id and every bump comes from one sequence, one by one: the id is the order.

--changeset rapport:core-sequence
create sequence activity_seq;

--changeset rapport:core-members
create table member (
  id             bigint primary key,
  name           varchar(200) not null,
  email          varchar(320),
  title          varchar(200),
  site           varchar(200),
  language       varchar(10) default 'en' not null,
  time_zone      varchar(60),
  role           smallint default 0 not null,          -- 0 member, 1 moderator, 2 admin
  active         boolean default true not null,
  created_at     timestamp(3) with time zone not null,
  deactivated_at timestamp(3) with time zone
);
create index member_email on member (email);

-- the same person in a connected CRM
create table member_identity (
  connection  varchar(60) not null,
  external_id varchar(100) not null,
  member_id   bigint not null,
  primary key (connection, external_id)
);
create index member_identity_member on member_identity (member_id);

create table local_account (
  member_id     bigint primary key,
  login         varchar(200) not null unique,          -- lower case
  password_hash varchar(200) not null
);

-- only a hash of the token is kept: who reads this table can't sign in with it
create table session (
  token_hash varchar(64) primary key,
  member_id  bigint not null,
  kind       smallint not null,                        -- 0 app, 1 embed, 2 api
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null
);
create index session_member on session (member_id);
create index session_expiry on session (expires_at);

-- words for typeahead: lower case, accents removed; one row a word
create table member_word (word varchar(100) not null, member_id bigint not null, primary key (word, member_id));

--changeset rapport:core-subjects
-- everything that can be followed or posted on: a member's profile, a space, a CRM record
create table subject (
  id      bigint primary key,                          -- of a member's profile: the member's id
  kind    smallint not null,                           -- 1 member, 2 space, 3 account, 4 contact, 5 opportunity, 6 lead, 9 other record
  root_id bigint,                                      -- the account of a contact or an opportunity (an account: itself)
  name    varchar(300) not null
);
create index subject_root on subject (root_id);

-- narrow and hot: who may see the subject. audience 0 = everybody
create table subject_access (subject_id bigint primary key, audience_id bigint not null);

-- a part of an audience; of kind member its id is the member's
create table principal (
  id          bigint primary key,
  kind        smallint not null,                       -- 1 member, 2 team
  connection  varchar(60),
  external_id varchar(100),
  name        varchar(200) not null,
  unique (connection, external_id, kind)
);

-- an audience = one distinct set of principals; records with the same set share it (key_hash = hash of the sorted principal ids)
create table audience (id bigint primary key, key_hash varchar(64) not null unique);
create table audience_principal (audience_id bigint not null, principal_id bigint not null, primary key (audience_id, principal_id));
create table member_principal (member_id bigint not null, principal_id bigint not null, primary key (member_id, principal_id));
create index member_principal_principal on member_principal (principal_id, member_id);

create table subject_word (word varchar(100) not null, subject_id bigint not null, audience_id bigint not null, primary key (word, subject_id));
create index subject_word_subject on subject_word (subject_id);

--changeset rapport:core-subject-word-postgresql dbms:postgresql
alter table subject_word alter column word type varchar(100) collate "C";
alter table member_word alter column word type varchar(100) collate "C";
create index subject_word_cover on subject_word (word, subject_id) include (audience_id);

--changeset rapport:core-records
create table crm_record (
  id                  bigint primary key,              -- its subject's
  connection          varchar(60) not null,
  type                varchar(60) not null,            -- account, contact, opportunity, lead or the connection's own type
  external_id         varchar(100) not null,
  account_external_id varchar(100),
  owner_external_id   varchar(100),
  owner_id            bigint,                          -- the member in charge, once known
  fields              varchar not null,                -- JSON object, opaque to SQL
  hash                varchar(64) not null,            -- of all that came from the CRM: an equal hash writes nothing
  url                 varchar(1000),
  modified_at         timestamp(3) with time zone,
  gone_at             timestamp(3) with time zone,
  unique (connection, type, external_id)
);
create index crm_record_account on crm_record (connection, account_external_id);
create index crm_record_owner on crm_record (connection, owner_external_id);

--changeset rapport:core-follows
create table follow (
  member_id      bigint not null,
  subject_id     bigint not null,
  level          smallint default 0 not null,          -- 0 everything, 1 people's posts, 2 mentions only, 3 muted
  origin         smallint default 0 not null,          -- 0 own choice, 1 rule
  pinned         boolean default false not null,
  last_read_post bigint default 0 not null,
  created_at     timestamp(3) with time zone not null,
  primary key (member_id, subject_id)
);
create index follow_subject on follow (subject_id, member_id);

--changeset rapport:core-posts
create table post (
  id           bigint primary key,
  subject_id   bigint not null,
  author_id    bigint,                                 -- null: a change story whose actor is unknown
  kind         smallint not null,                      -- 1 update, 2 question, 3 note, 4 poll, 5 kudos, 6 announcement, 7 link, 8 file, 9 share, 10 change story
  title        varchar(300),
  body         varchar not null,                       -- Markdown
  story        varchar,                                -- JSON of a change story, opaque to SQL
  language     varchar(10),
  published_at timestamp(3) with time zone not null,
  edited_at    timestamp(3) with time zone,
  version      int default 1 not null
);
create index post_subject on post (subject_id, id desc);
create index post_author on post (author_id, id desc);

create table post_activity (
  post_id       bigint primary key,
  subject_id    bigint not null,
  author_id     bigint,
  kind          smallint not null,
  bump          bigint not null,                       -- activity_seq at the post and at each comment
  comment_count int default 0 not null,
  last_ordinal  int default 0 not null
);
create index post_activity_subject on post_activity (subject_id, bump desc, post_id);
create index post_activity_author on post_activity (author_id, bump desc, post_id);

-- a deleted post leaves post and post_activity, so that no feed query filters on a flag
create table deleted_post (
  id            bigint primary key,
  subject_id    bigint not null,
  author_id     bigint,
  kind          smallint not null,
  title         varchar(300),
  body          varchar not null,
  story         varchar,
  language      varchar(10),
  published_at  timestamp(3) with time zone not null,
  edited_at     timestamp(3) with time zone,
  version       int not null,
  bump          bigint not null,
  comment_count int not null,
  last_ordinal  int not null,
  deleted_by    bigint not null,
  deleted_at    timestamp(3) with time zone not null
);

--changeset rapport:core-walk-postgresql dbms:postgresql
create unique index post_walk on post (id desc) include (subject_id, author_id, kind);
create unique index post_activity_walk on post_activity (bump desc) include (post_id, subject_id, author_id, kind);
alter table post_activity set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table post set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000);

--changeset rapport:core-walk-h2 dbms:h2
create unique index post_walk on post (id desc, subject_id, author_id, kind);
create unique index post_activity_walk on post_activity (bump desc, post_id, subject_id, author_id, kind);

--changeset rapport:core-comments
create table comment (
  id             bigint primary key,
  post_id        bigint not null,
  ordinal        int not null,                         -- 1, 2, 3 ... in its post
  parent_ordinal int,                                  -- a reply: the comment it answers
  thread_ordinal int,                                  -- a reply: the first-level comment under which it stands
  author_id      bigint not null,
  published_at   timestamp(3) with time zone not null,
  edited_at      timestamp(3) with time zone,
  deleted_at     timestamp(3) with time zone,          -- the row stays with an empty body, so that ordinals stay
  version        int default 1 not null,
  body           varchar not null
);
create unique index comment_thread on comment (post_id, ordinal);
create index comment_author on comment (author_id, id desc);

-- an item is a post or a comment: both take their ids from the one sequence
create table reaction (
  item_id    bigint not null,
  member_id  bigint not null,
  kind       varchar(20) not null,
  created_at timestamp(3) with time zone not null,
  primary key (item_id, member_id)
);
create table mention (item_id bigint not null, member_id bigint not null, primary key (item_id, member_id));
create index mention_member on mention (member_id, item_id desc);

-- every version of a post or a comment but the current one
create table revision (
  item_id    bigint not null,
  version    int not null,
  author_id  bigint not null,
  title      varchar(300),
  body       varchar not null,
  written_at timestamp(3) with time zone not null,
  primary key (item_id, version)
);

--changeset rapport:core-idempotency
-- kept as long as its item lives: a phone may try again after weeks
create table idempotency (
  member_id       bigint not null,
  idempotency_key varchar(200) not null,
  request_hash    varchar(64) not null,
  kind            smallint not null,                   -- 1 post, 2 comment
  item_id         bigint not null,
  primary key (member_id, idempotency_key)
);
create index idempotency_item on idempotency (item_id);

--changeset rapport:core-notifications
-- one row per member and thread with the newest reason; a new event takes a new id and so rises
create table notification (
  id         bigint primary key,
  member_id  bigint not null,
  post_id    bigint not null,
  comment_id bigint,
  subject_id bigint not null,
  actor_id   bigint,
  kind       smallint not null,
  is_read    boolean default false not null,
  created_at timestamp(3) with time zone not null,
  unique (member_id, post_id)
);
create index notification_inbox on notification (member_id, id desc);
create index notification_post on notification (post_id);
create table inbox_state (member_id bigint primary key, last_seen bigint not null);

--changeset rapport:core-modulith
create table event_publication (
  id                     uuid primary key,
  listener_id            varchar(512) not null,
  event_type             varchar(512) not null,
  serialized_event       varchar(4000) not null,
  publication_date       timestamp(6) with time zone not null,
  completion_date        timestamp(6) with time zone,
  status                 varchar(20),
  completion_attempts    int,
  last_resubmission_date timestamp(6) with time zone
);
create index event_publication_by_completion_date on event_publication (completion_date);

--changeset rapport:core-jobs
create table scheduled_tasks (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            bytea,
  execution_time       timestamp(6) with time zone not null,
  picked               boolean not null,
  picked_by            varchar(50),
  last_success         timestamp(6) with time zone,
  last_failure         timestamp(6) with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp(6) with time zone,
  version              bigint not null,
  priority             smallint,
  state                varchar(20),
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
