"""Pages about companies, people and deals."""
