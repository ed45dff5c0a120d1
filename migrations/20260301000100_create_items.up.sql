-- Things in stock, which can be found by the words that describe them.

CREATE TABLE items (
    sku text PRIMARY KEY,
    name text NOT NULL,
    detail text NOT NULL DEFAULT '',
    quantity integer NOT NULL CHECK (quantity >= 0)
);

CREATE INDEX items_words_idx ON items
    USING gin (to_tsvector('english', name || ' ' || detail));
