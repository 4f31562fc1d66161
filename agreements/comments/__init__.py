"""Comments on introductions, themes, goals and actions: written, answered, resolved, found and counted."""
