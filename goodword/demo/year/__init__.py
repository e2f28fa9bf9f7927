"""The year before today: drawn from the company's tables by a seed, told through the real verbs."""
