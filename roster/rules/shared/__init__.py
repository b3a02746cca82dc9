"""What the rules of roster and patrol plan share: selectors, periods, words, positions."""
