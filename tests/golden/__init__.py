"""Golden results: what the product makes of known brigades, kept as digests that tell what changed.

`python -m tests.golden` compares with `expected/`; see `__main__`. The brigades of the folders `tiny`, `patrol` and
`k9` and the rulebooks of `clashes` are inputs of other tests as well.
"""
