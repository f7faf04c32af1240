"""The portable archive: everything of an installation in one file, the same for both databases.

A `.tar.gz` of: `manifest.json`; for each site `book.jsonl` (the export that the separate verifier reads) and
`keys.vkeys`; `accounts.jsonl`; the stored files under their digests; and only on demand the secrets, `signing.key` of
each site and `secret-key`.
"""
