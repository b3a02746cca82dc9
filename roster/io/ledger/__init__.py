"""The ledger: every published week with all its versions, in one small database beside the inputs."""

from roster.io.ledger.publication import Publication, PublishedChange, PublishedDuty
from roster.io.ledger.store import FILE, FOLDER, Ledger, ledger_of

__all__ = ["FILE", "FOLDER", "Ledger", "Publication", "PublishedChange", "PublishedDuty", "ledger_of"]
