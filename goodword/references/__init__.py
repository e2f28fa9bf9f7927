"""Who may speak for us and about what: profiles, facts, advocates, consents, the dial."""
