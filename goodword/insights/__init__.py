"""What the program came to: impact, coverage, people to thank. Reads only."""
