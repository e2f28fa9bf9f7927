"""People who work here: roles, permissions, sign-in, invitations."""
