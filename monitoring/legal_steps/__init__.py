"""The steps of the year: what the law and practice ask, by which day; changed where an agreement has another day."""
