"""Checks a receipt or an exported record of a Jiaoban book offline, without trusting the program that made it.

    python -m jiaoban_verify receipt FILE --key VKEYFILE
    python -m jiaoban_verify export FILE --key VKEYFILE [--checkpoint FILE]

It shares no code with the server and needs nothing but Python 3.9 or newer; where the package `cryptography` is
installed, signatures are checked with it, otherwise by the arithmetic in `ed25519.py`.
"""
