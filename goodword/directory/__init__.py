"""The CRM mirrored: accounts, contacts, opportunities, vocabularies, and where each value came from."""
