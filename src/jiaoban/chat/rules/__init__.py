"""The rules of this room: addresses, forms of messages, answers, pauses. Pure."""
