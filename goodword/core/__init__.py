"""The kernel: workspaces, tenancy, actors, events, states, jobs, signed links, the clock."""
