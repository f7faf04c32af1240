"""Floor 3: who is to be on shift - rotations, the people of crews, exceptions by hand."""
