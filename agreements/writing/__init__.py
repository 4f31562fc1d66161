"""The agenda written where it is read: what can be done at each place of a draft, done, and undone."""
