--liquibase formatted sql

--changeset rapport:open-questions
-- questions that wait for an answer: few, however many were ever asked
create table open_question (
  post_id bigint primary key,
  since   timestamp(3) with time zone not null
);
create index open_question_wait on open_question (since, post_id);
insert into open_question (post_id, since)
select p.id, p.published_at from post p
 where p.kind = 2 and not exists (select 1 from accepted_answer q where q.post_id = p.id)
   and not exists (select 1 from closed_post cl where cl.post_id = p.id);
