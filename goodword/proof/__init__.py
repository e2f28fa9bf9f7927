"""Stories and quotes, and what each is cleared for."""
