--liquibase formatted sql

--changeset rapport:search-file-names dbms:postgresql
create index file_name_similar on file
 using gin (lower(translate(name, 'àâäáãçéèêëíìîïñóòôöõúùûüÿÀÂÄÁÃÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜŸ', 'aaaaaceeeeiiiinooooouuuuyaaaaaceeeeiiiinooooouuuuy')) gin_trgm_ops);
