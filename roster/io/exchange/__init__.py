"""To and from other systems: workbooks that they exported are filled, their files are written, their punches are read.

Files only: nothing is sent or fetched.
"""
