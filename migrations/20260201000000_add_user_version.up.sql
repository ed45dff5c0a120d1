-- Counts the changes of a user, so that two who change the same one notice.

ALTER TABLE users ADD COLUMN version integer NOT NULL DEFAULT 1;
