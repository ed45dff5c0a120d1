-- Plants and animals: a key of two columns, and a column that is an array.

CREATE TABLE species (
    kingdom text NOT NULL CHECK (kingdom IN ('animals', 'plants')),
    name text NOT NULL,
    genus text NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (kingdom, name)
);

CREATE INDEX species_genus_idx ON species (genus);
