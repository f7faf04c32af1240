"""Static files under hashed names, gathered into the data folder when a source has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = ".gathered"


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names in style sheets and in the imports of our own ES modules (not in other people's scripts)."""

    max_post_process_passes = 8
    """A pass for each module in the longest chain of imports."""
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("jiaoban/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),  # noqa: SLF001
    )


def gather() -> bool:
    """Run collectstatic when any source file is newer, gone or new since the last time; tell whether it ran."""
    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / STAMP, _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """A digest over the name, size and time of change of every static source file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
