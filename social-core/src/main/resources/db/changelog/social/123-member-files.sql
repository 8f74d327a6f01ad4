--liquibase formatted sql

--changeset rapport:files-of-members
create index file_owner on file (owner_id, id desc);
