"""`make bench`: how long the main pages take, in the demo company and in a very large one, beside a lean Django list."""

NOTES = "<!-- Below this line nothing is generated. -->"
