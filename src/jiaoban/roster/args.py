"""What several verbs of this room are told."""

from typing import Annotated

from pydantic import StringConstraints

ShiftCode = Annotated[str, StringConstraints(min_length=1, max_length=20)]
_CREW = "[A-Za-z0-9][A-Za-z0-9_-]{0,19}"
Crews = Annotated[str, StringConstraints(pattern=f"^{_CREW}([+]{_CREW})*$")]
"""The code of a crew, or of several that stand a shift together, joined by `+`."""
MaybeShift = Annotated[str, StringConstraints(max_length=20)]
"""The code of a shift, or '' where none is meant."""
Despite = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
"""Why something is to be so although it breaks a rule; '' where no reason is given."""
DESPITE = "违反规则仍这样排的原因 Why, although it breaks a rule"
