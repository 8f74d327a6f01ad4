--liquibase formatted sql

--changeset rapport:200-sign-in-id
-- how the company's sign-in names a CRM's user, where the CRM knows it
alter table member_identity add column sign_in_id varchar(200);
create index member_identity_sign_in on member_identity (connection, sign_in_id);

--changeset rapport:201-sign-in-attempt
-- a sign-in on its way to a provider and back: for the browser that began it, for some minutes, once
create table sign_in_attempt (
  state_hash varchar(64) not null primary key,
  browser_hash varchar(64) not null,
  provider varchar(60) not null,
  nonce varchar(200) not null,
  code_verifier varchar(200) not null,
  next_path varchar(1000),
  connection varchar(60),
  challenge varchar(64),
  expires_at timestamp(3) with time zone not null
);
create index sign_in_attempt_expires on sign_in_attempt (expires_at);

--changeset rapport:202-frame-sign-in
-- a sign-in that a frame on a CRM's page may fetch, with the code and with what it alone knows
create table frame_sign_in (
  code_hash varchar(64) not null primary key,
  browser_hash varchar(64) not null,
  provider varchar(60) not null,
  connection varchar(60) not null,
  challenge varchar(64) not null,
  member_id bigint not null,
  expires_at timestamp(3) with time zone not null
);
create index frame_sign_in_browser on frame_sign_in (browser_hash);
create index frame_sign_in_expires on frame_sign_in (expires_at);
create index frame_sign_in_member on frame_sign_in (member_id);
