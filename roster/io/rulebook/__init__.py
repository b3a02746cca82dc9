"""Rulebooks: YAML that leaders edit, read into the rules in force."""

from roster.io.rulebook.files import rulebook_files, shipped_folder, shipped_profiles
from roster.io.rulebook.load import load_rulebook
from roster.io.rulebook.names import check_names
from roster.io.rulebook.reference import rules_index, rules_text
from roster.io.rulebook.schema import rulebook_schema

__all__ = [
    "check_names",
    "load_rulebook",
    "rulebook_files",
    "rulebook_schema",
    "rules_index",
    "rules_text",
    "shipped_folder",
    "shipped_profiles",
]
