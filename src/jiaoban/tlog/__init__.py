"""The Merkle log, pure: tree and proofs, signed checkpoints, receipts, and the lines of an exported record.

Standards: RFC 6962 and RFC 9162 (tree), C2SP signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof (texts),
RFC 8032 (Ed25519).
"""
