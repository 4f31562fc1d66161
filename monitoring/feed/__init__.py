"""The calendar of one person: what stands in it, and the private address at which it is asked."""
