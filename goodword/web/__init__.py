"""Pages: one folder per area, one module per resource."""
