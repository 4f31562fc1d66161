"""Reminders: who is mailed what and when. docs/decisions/0012-position-and-reminders.md has the rules and their reasons."""
