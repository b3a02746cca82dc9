"""What the product tells, one module an answer: its `lines`, its `as_json` and, where it has one, its sheet.

A table of an answer is a `table.Table`, which `screen` prints and `book` writes. `as_json` is the contract with other
programs that `docs/json.md` describes.
"""

Json = dict[str, object]
