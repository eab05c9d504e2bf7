"""The pure function and what it is made of: record batches of products in, record batches of footprints out.

A batch goes through five steps, each a module: `rows` takes it apart, `stated` and `lines` turn texts into numbers and find
every bad cell (`findings`), `part` multiplies and adds up, `results` writes the columns. What a text means is looked at once
for a whole stream (`vocabulary`, with `texts`, `units`, `emitters`, `weights` and `bridges`); ids are all that a stream knows
of its rows (`ids`). `batch` is one batch from end to end, `workers` are threads that do several at once.

`footprints` is the function itself. On it stand `flat` (one row a line becomes one row a product), `nested` (products that use
products: `gathered`, `measuring`, `reaching`, `solved`), `files` (Parquet to Parquet) and `sorting` (good rows, bad cells).
"""
