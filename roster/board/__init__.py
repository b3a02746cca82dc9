"""The board: a roster in a web page on one's own machine: a light server holds what is typed, a desk judges it."""
