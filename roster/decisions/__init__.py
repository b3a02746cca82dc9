"""The decision variables of a roster and the physics between them; pin, hint and read back."""

from roster.decisions.physics import Decisions, Physics
from roster.decisions.reading import roster_of
from roster.decisions.variables import Grain

__all__ = ["Decisions", "Grain", "Physics", "roster_of"]
