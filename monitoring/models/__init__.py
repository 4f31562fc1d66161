"""How it is going: rounds, progress, measurements and meetings."""

from .measurement import DataDelivery, Measurement

__all__ = ["DataDelivery", "Measurement"]
