"""`python -m tests.bench.matching`: how long ranking takes at four sizes, beside tantivy and PostgreSQL's own search."""
