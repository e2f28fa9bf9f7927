"""`make tour`: the pictures of docs/tour.md, taken anew from a running demo company."""
