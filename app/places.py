"""Where things are: the program's own resources, and the folder with the office's data."""

from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True, slots=True)
class Places:
    """One data folder and what lies in it."""

    folder: Path

    @property
    def database(self) -> Path:
        """The one file with all records."""
        return self.folder / "tandem.db"

    @property
    def attachments(self) -> Path:
        """Scans, each under its SHA-256."""
        return self.folder / "attachments"

    @property
    def backups(self) -> Path:
        """Verified copies."""
        return self.folder / "backups"

    @property
    def settings(self) -> Path:
        """The office's settings, readable JSON."""
        return self.folder / "settings.json"

    @property
    def logs(self) -> Path:
        """Crash reports and the program's log."""
        return self.folder / "logs"

    @property
    def lock(self) -> Path:
        """Held by the one program that may write."""
        return self.folder / "tandem.lock"

    @property
    def mappings(self) -> Path:
        """How the columns of known ledgers are called."""
        return self.folder / "mappings.json"

    def create(self) -> None:
        """Make the folder. What lies in it is made when first needed."""
        self.folder.mkdir(parents=True, exist_ok=True)


def default_folder() -> Path:
    """The data folder of a person who chose none."""
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed when a folder is given

    return user_data_path("Tandem", appauthor=False)
