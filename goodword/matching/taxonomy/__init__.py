"""Small built-in trees that say how near two industries, places, sizes or roles are, 0 (apart) to 1 (the same)."""
