--liquibase formatted sql

-- The embedded database has no table here: Lucene's index lies beside it.

--changeset rapport:search-extensions dbms:postgresql
-- Both are trusted: the owner of the database may create them. Where Rapport connects as somebody else, whoever may creates them before.
create extension if not exists unaccent;
create extension if not exists pg_trgm;

--changeset rapport:search-configurations dbms:postgresql
-- Accents go before the stem is taken, so that what was typed without them is found.
create text search configuration rapport_french (copy = french);
alter text search configuration rapport_french alter mapping for hword, hword_part, word, numword, numhword with unaccent, french_stem;
create text search configuration rapport_english (copy = english);
alter text search configuration rapport_english alter mapping for hword, hword_part, word, numword, numhword with unaccent, english_stem;
create text search configuration rapport_plain (copy = simple);
alter text search configuration rapport_plain alter mapping for hword, hword_part, word, numword, numhword with unaccent, simple;

--changeset rapport:search-texts dbms:postgresql
create table search_text (
  item_id      bigint primary key,                     -- a post or a comment
  post_id      bigint not null,                        -- itself, or the one on which the comment stands
  subject_id   bigint not null,
  author_id    bigint,
  kind         smallint not null,                      -- of the post
  published_at timestamp(3) with time zone not null,
  version      int not null,                           -- of the item: a hit counts only while it still has it
  tsv          tsvector not null
);
create index search_text_words on search_text using gin (tsv);
create index search_text_post on search_text (post_id);
create index search_text_subject on search_text (subject_id, item_id desc);
create index search_text_author on search_text (author_id, item_id desc);
alter table search_text set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000);

-- every word in them once, for typing errors
create table search_word (word varchar(100) collate "C" primary key);
create index search_word_similar on search_word using gin (word gin_trgm_ops);

-- whether every text was put at least once
create table search_state (id smallint primary key, complete boolean not null);

--changeset rapport:search-names dbms:postgresql
create index subject_word_similar on subject_word using gin (word gin_trgm_ops);
create index member_word_similar on member_word using gin (word gin_trgm_ops);
create index topic_key_similar on topic using gin (topic_key gin_trgm_ops);
