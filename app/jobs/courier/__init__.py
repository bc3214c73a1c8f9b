"""What leaves the house: web hooks and e-mail, carried by the worker between and beside jobs."""

from app.jobs.courier.carry import carrier_of

__all__ = ["carrier_of"]
