"""The application: the only code that knows Flask and PostGIS."""
