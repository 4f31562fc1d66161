"""How it is going: rounds, progress, measurements and meetings."""
