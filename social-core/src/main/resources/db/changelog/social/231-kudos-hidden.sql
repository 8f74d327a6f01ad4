--liquibase formatted sql

--changeset rapport:kudos-hidden
-- since when who was thanked shows these thanks on her page no more
alter table kudos_member add column hidden_at timestamp(3) with time zone;
