"""Who fits this deal, in what order, and why."""
