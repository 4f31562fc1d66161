"""The calendar of a year: everything of an agreement that has a day, to look at, to read and to put in a calendar."""
