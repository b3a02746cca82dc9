"""Rosters for patrol and special-police brigades: lawful, fair, explainable, verified."""
