"""Words in the two languages of the product. Chinese is always there; English falls back to it."""

from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """One sentence or name in Chinese and English."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str = ""

    def in_(self, language: str) -> str:
        """Return the words in `language` ('zh...' or anything else for English)."""
        return self.zh if language.startswith("zh") or not self.en else self.en

    def fill(self, **values: str) -> "Words":
        """Return the words with every `{name}` replaced by its value; unknown names stay as they are."""
        return Words(zh=_fill(self.zh, values), en=_fill(self.en, values))


def _fill(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
