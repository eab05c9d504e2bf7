-- The tables of a book. What is true of all figures stands in `header`; days are ISO 8601 text.
-- `goods` has one row a product. What a basket asks for stands first.
--   gtin            the GTIN as a whole number; below zero for goods without one
--   kg_co2e         kilograms of CO2e of one declared unit; low and high are the ends of its 95 % interval
--   average, spend  shares of the figure that rest on averages and on money, 0 to 1; null where that is not known
--   near            what must stand near the figure: a JSON list of objects with `code`, and `words` and `short` by language
--   count           declared units that a bare count of one stands for; null where that is not known
--   selling         a JSON object with the declared `unit` and, by kind, the `rates`: declared units per kg, m3, piece, JPY…
--   name, unit      JSON objects of words by language
CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE goods (
    gtin INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kg_co2e REAL NOT NULL,
    low REAL,
    high REAL,
    boundary TEXT NOT NULL,
    method TEXT NOT NULL,
    average REAL,
    spend REAL,
    near TEXT NOT NULL,
    count REAL,
    selling TEXT NOT NULL,
    shown TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    link TEXT
);
