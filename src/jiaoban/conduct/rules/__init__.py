"""The rules of breaches: which step a case stands on, who may do what with it. Pure."""
