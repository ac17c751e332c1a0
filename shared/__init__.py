"""The library under the three services: events, database, web, workers, tokens. Nothing of one field lives here."""
