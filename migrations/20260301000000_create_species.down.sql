DROP TABLE species;
