"""Showing a text in force to everyone, and taking that back. What everyone reads is made in public_site/."""
