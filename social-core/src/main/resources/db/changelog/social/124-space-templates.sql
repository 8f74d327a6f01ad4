--liquibase formatted sql

--changeset rapport:space-topics
-- topics suggested to who writes in a space, as words with blanks between them
alter table space add column topics varchar(1000) default '' not null;
