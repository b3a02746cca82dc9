"""The patrol plan: a second stage after the roster, which says where each crew is and when."""
