"""What every part of a scenario file is made of."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Base of everything in a scenario file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
