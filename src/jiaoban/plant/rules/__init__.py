"""What may be done to the plant's register, matters, readings and custody: pure decisions, one file a subject."""
