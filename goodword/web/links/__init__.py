"""Pages without login, each behind a signed link: opening one changes nothing, a pressed button acts once."""
