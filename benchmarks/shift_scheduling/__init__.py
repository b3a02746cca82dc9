"""Public shift-scheduling instances, solved by the ordinary search under ordinary rules."""
