"""Pages as a PDF, drawn here: the same on every machine, without an office program and without the network."""
