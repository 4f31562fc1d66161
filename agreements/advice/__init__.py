"""Advice of parties with the right of advice: asked, given, answered; and what waits for it."""
