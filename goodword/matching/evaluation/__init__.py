"""How good matching is, measured against deals that people judged: pure functions over plain data, no database."""
