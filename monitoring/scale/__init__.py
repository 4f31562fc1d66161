"""Invented data in bulk, as many municipalities and years as asked: to measure with, past the rules and the mail."""
