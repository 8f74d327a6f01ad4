--liquibase formatted sql

--changeset rapport:records-followers
-- the CRM's users on a record's team, whom rules may let follow it; says nothing about who sees it
create table record_follower (record_id bigint not null, external_id varchar(100) not null, primary key (record_id, external_id));

--changeset rapport:records-stage-follower-h2 dbms:h2
create table crm_stage_follower (batch bigint not null, record_id bigint not null, external_id varchar(100) not null);
create index crm_stage_follower_batch on crm_stage_follower (batch, record_id);
