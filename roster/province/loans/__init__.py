"""Crews lent between the brigades of a province: tables, overlays of brigades, prices and bundles, verification."""
