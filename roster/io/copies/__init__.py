"""Copies of a roster that may be handed round: each says only what its readers need."""

from roster.io.copies.book import copy_path, is_own_copy, write_copies
from roster.io.copies.masked import AUDIENCES, masked

__all__ = ["AUDIENCES", "copy_path", "is_own_copy", "masked", "write_copies"]
