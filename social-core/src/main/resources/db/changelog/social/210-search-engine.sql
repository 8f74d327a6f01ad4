--liquibase formatted sql

--changeset rapport:search-engine
-- Which index was kept up last: one that was left for another has missed what was written since.
create table search_index_in_use (id smallint primary key, name varchar(300) not null, complete boolean not null);
