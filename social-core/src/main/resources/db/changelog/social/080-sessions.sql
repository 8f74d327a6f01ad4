--liquibase formatted sql

--changeset rapport:080-session-seen
-- when the session last asked for something, to some minutes: a session that nobody uses ends by itself
alter table session add column seen_at timestamp(3) with time zone;
update session set seen_at = created_at;
alter table session alter column seen_at set not null;
