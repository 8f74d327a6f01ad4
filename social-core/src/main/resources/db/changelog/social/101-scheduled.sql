--liquibase formatted sql

--changeset rapport:scheduled-places
-- where it is to stand: a record that was named as its CRM names it was found when the post was written
alter table scheduled_post add column subject_id bigint not null;
