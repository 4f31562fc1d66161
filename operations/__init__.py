"""How the site itself is kept: backup and restore, health, the log, metrics and errors. It has no tables."""
