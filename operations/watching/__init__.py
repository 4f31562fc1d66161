"""What an administrator sees of the running site: health, metrics, the log and errors."""
