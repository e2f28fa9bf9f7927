"""Pages about the people who work here: signing in, their own settings, who does what, the demo's cast."""
