--liquibase formatted sql

--changeset rapport:records-merged
-- a record that the CRM merged into another: its posts and followers are the winner's, its id leads there
create table record_merge (
  loser_id           bigint primary key,
  connection         varchar(60) not null,
  winner_type        varchar(60) not null,             -- as the CRM names it; it may not have arrived yet
  winner_external_id varchar(100) not null,
  direct_id          bigint,                           -- the record so named, once it is here
  winner_id          bigint,                           -- the end of the chain
  merged_at          timestamp(3) with time zone not null
);
create index record_merge_named on record_merge (connection, winner_type, winner_external_id);
create index record_merge_winner on record_merge (winner_id);
create index record_merge_direct on record_merge (direct_id);

-- where a moved post stood first, and who followed a merged record: for the day on which the CRM takes the merge back
create table moved_post (post_id bigint primary key, origin_id bigint not null);
create index moved_post_origin on moved_post (origin_id);
create table moved_follow (
  loser_id       bigint not null,
  member_id      bigint not null,
  level          smallint not null,
  origin         smallint not null,
  pinned         boolean not null,
  last_read_post bigint not null,
  created_at     timestamp(3) with time zone not null,
  also_winner    boolean not null,                     -- followed the winner too
  primary key (loser_id, member_id)
);

--changeset rapport:records-teams
-- the teams that the CRM names on a record, whether they restrict who sees it or not
create table record_team (record_id bigint not null, principal_id bigint not null, primary key (record_id, principal_id));
create index record_team_principal on record_team (principal_id, record_id);

--changeset rapport:records-stage-h2 dbms:h2
-- Where the changed rows of a page stand while they are merged. In PostgreSQL these are temporary tables of the session.
create table crm_stage_key (batch bigint not null, external_id varchar(100) not null, hash varchar(64) not null);
create index crm_stage_key_batch on crm_stage_key (batch);
create table crm_stage (
  batch               bigint not null,
  external_id         varchar(100) not null,
  name                varchar(300) not null,
  account_external_id varchar(100),
  owner_external_id   varchar(100),
  audience_id         bigint not null,
  fields              varchar not null,
  hash                varchar(64) not null,
  url                 varchar(1000),
  modified_at         timestamp(3) with time zone,
  record_id           bigint not null,
  is_new              boolean not null
);
create index crm_stage_batch on crm_stage (batch, external_id);
create table crm_stage_word (batch bigint not null, record_id bigint not null, word varchar(100) not null, audience_id bigint not null);
create index crm_stage_word_batch on crm_stage_word (batch);
create table crm_stage_team (batch bigint not null, record_id bigint not null, principal_id bigint not null);
create index crm_stage_team_batch on crm_stage_team (batch, record_id);
