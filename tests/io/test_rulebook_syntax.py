"""Files that are no rulebook, or no YAML, or YAML of a kind that a rulebook has no use for."""

from __future__ import annotations

import pytest

from roster.domain.errors import InputError
from roster.io.rulebook import load_rulebook
from tests.io.rulebook_faults import faults

LIST = "a list of entries, each with a dash"
FILES = {
    "": "my.yaml:1: found an empty file; expected `rules:` and a list of entries",
    "# nothing\n": "my.yaml:1: found an empty file; expected `rules:` and a list of entries",
    "- rule: crew\n": "my.yaml:1: found a list of 1; expected `rules:` and a list of entries",
    "crew\n": "my.yaml:1: found crew; expected `rules:` and a list of entries",
    "name: x\n": "my.yaml:1: found no `rules:`; expected `rules:` and a list of entries",
    "rules:\n": f"my.yaml:1 (rules): found nothing; expected {LIST}",
    "name: x\nrules: crew\n": f"my.yaml:2 (rules): found crew; expected {LIST}",
    "rules: {crew: 1}\n": f"my.yaml:1 (rules): found named fields; expected {LIST}",
    "rules: []\nextend: base.yaml\n": "my.yaml:2: found an unknown field extend; expected `extends`",
    "rules: []\nname: [a]\n": "my.yaml:2 (name): found a list of 1; expected text",
    "rules: []\nshifts: 3\n": (
        "my.yaml:2 (shifts): found 3; expected pairs of `name: value`, each value hours such as 22:00-06:00"
    ),
    "rules: []\nbreaks: x\n": "my.yaml:2 (breaks): found x; expected a list, each text",
    "rules: []\nextends: basis.yaml\n": (
        "my.yaml:2 (extends): found basis.yaml, which is no file; expected `base.yaml`"
    ),
    "rules: []\nextends: {a: b}\n": (
        "my.yaml:2 (extends): found named fields; expected the name of a rulebook, such as base.yaml"
    ),
    "rules: []\nextends:\n": ("my.yaml:2 (extends): found nothing; expected the name of a rulebook, such as base.yaml"),
    "rules: []\nextends: my.yaml\n": (
        "my.yaml:2 (extends): found my.yaml, which leads back here: my.yaml > my.yaml; "
        "expected files that do not extend each other in a circle"
    ),
}
SYNTAX = {
    "rules:\n\t- rule: crew\n": "my.yaml:2: found a tab; expected blanks for indentation",
    "rules:\n  - rule: crew\n\tweight: must\n": "my.yaml:3: found a tab; expected blanks for indentation",
    "rules:\n  - rule: crew\n    rule: vehicle\n    weight: must\n": (
        "my.yaml:3: found the field rule a second time; expected it once; the first is on line 2"
    ),
    "rules: []\nrules: []\n": (
        "my.yaml:2: found the field rules a second time; expected it once; the first is on line 1"
    ),
    "name: &a x\nrules: []\n": ("my.yaml:1: found &a; expected the value alone: a rulebook has no anchors and aliases"),
    "rules: !!python/name:os.system []\n": (
        "my.yaml:1: found the tag !!python/name:os.system; expected the value alone: a rulebook has no tags"
    ),
    "rules: []\n---\nrules: []\n": (
        "my.yaml:2: found a second document; expected one document a file: take out the line `---`"
    ),
    "rules: " + "[" * 5000 + "]" * 5000: ("my.yaml:1: found lists in lists without end; expected a rulebook in YAML"),
    "? [a]\n: b\n": "my.yaml:1: found a field whose name is not a word; expected `field: value`",
    "rules:\n  - why: a: b\n": (
        "my.yaml:2: found a colon too many, or a line that is not aligned; "
        "expected one `field: value` a line, aligned with its neighbours; quotes around a text with a colon in it"
    ),
    "rules:\n  - rule: crew\n   weight: 3\n": (
        "my.yaml:3: found a line that is not aligned; expected the same indentation as its neighbours"
    ),
    "rules:\n  - {rule: shift_succession, forbidden: [[L, *]]}\n": (
        "my.yaml:2: found a star or an ampersand without quotes; expected it in quotes, as '*'"
    ),
    "rules:\n  - rule: crew\n    weight：must\n    why: x\n": (
        "my.yaml:3: found a full-width colon, or one without a blank behind it; expected `field: value`"
    ),
    "rules:\n  - rule: crew\n    weight:must\n": (
        "my.yaml:3: found a full-width colon, or one without a blank behind it; expected `field: value`"
    ),
    "name: 'abc\n": "my.yaml:1: found a quote that is never closed; expected the closing quote",
    "rules: [\n": (
        "my.yaml:2: found an open bracket or dash without a value; "
        "expected a value, and a closing bracket for each open one"
    ),
    "rules: [{rule: crew, weight: 3]\n": (
        "my.yaml:1: found a bracket that is not closed; expected a closing bracket, or a comma between the values"
    ),
    "name: @x\n": "my.yaml:1: found a text that begins with a sign that YAML reserves; expected the text in quotes",
    "rules: []\nname: \x07\n": "my.yaml:2: found a control character; expected plain text",
}


@pytest.mark.parametrize("text", [*FILES, *SYNTAX], ids=lambda text: repr(text)[:60])
def test_a_file(tmp_path, text):
    assert faults(tmp_path, text) == [{**FILES, **SYNTAX}[text]]


def test_an_alias_bomb_is_refused_at_its_first_alias(tmp_path):
    levels = ["a0: &a0 [x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = faults(tmp_path, "\n".join([*levels, "rules: *a29", ""]))
    assert found[-1] == "my.yaml:2: found *a0; expected the value itself: a rulebook has no anchors and aliases"
    assert len(found) <= 3


def test_bytes_that_are_not_utf_8_are_named_by_their_line(tmp_path):
    expected = ["my.yaml:3: found bytes that are not UTF-8; expected a text file saved as UTF-8"]
    assert faults(tmp_path, "rules:\n  - rule: crew\n    why: 规定\n".encode("gb18030")) == expected


def test_a_file_far_too_large_is_not_read(tmp_path):
    expected = ["my.yaml: found a file of more than 1 MB; expected a rulebook in YAML"]
    assert faults(tmp_path, "# filler\n" * 200_000) == expected


def test_a_folder_is_not_a_rulebook(tmp_path):
    with pytest.raises(InputError, match=r"found a folder; expected a YAML file$"):
        load_rulebook([tmp_path])


def test_a_circle_is_named_with_all_its_files(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: b.yaml\nrules: []\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: c.yaml\nrules: []\n", encoding="utf-8")
    text = "rules: []\nextends: a.yaml\n"
    assert faults(tmp_path, text, "c.yaml") == [
        "b.yaml:1 (extends): found c.yaml, which leads back here: c.yaml > a.yaml > b.yaml > c.yaml; "
        "expected files that do not extend each other in a circle"
    ]
