"""What long lists share: saved views, filters, bulk actions, files."""
