"""What the person gave: the environment and `.env`, and what follows from them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from infra.local.errors import LocalError
from infra.local.process import ROOT, bindable, free_port, listening

DEFAULT_PORT = 8787
OFFSETS = {"lambda": 1, "runner": 2, "mongo": 3, "neo4j": 4, "s3proxy": 5, "rehearsal": 6}


@dataclass(frozen=True)
class Settings:
    """`given` holds every variable that was set to something, the environment's before `.env`'s."""

    given: Mapping[str, str]
    home: Path
    port: int

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def claim_port(self) -> None:
        """Raises LocalError when somebody else listens on our port."""
        if self.port < 1024 and not bindable(self.port):
            raise LocalError(
                f"Port {self.port} may not be used by this user. Choose another: ALADDIN_PORT=8787 make up"
            )
        if not bindable(self.port) or listening(self.port, "::1"):
            raise LocalError(
                f"Port {self.port} is in use by another program. Stop it, or choose another: "
                f"ALADDIN_PORT={self.port + 1000} make up"
            )

    def port_for(self, part: str) -> int:
        """The port derived from ours for `part`, or a free one when that is taken."""
        derived = self.port + OFFSETS[part]
        return derived if derived < 65536 and bindable(derived) else free_port()


def read(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> Settings:
    """The settings of this start. `ALADDIN_DOTENV` names another file than `.env` (empty: none)."""
    file = environ.get("ALADDIN_DOTENV", str(root / ".env"))
    written = dotenv_values(file) if file and Path(file).is_file() else {}
    given = {name: value for name, value in {**written, **environ}.items() if value}
    return Settings(given, Path(given.get("ALADDIN_HOME") or root / ".aladdin").absolute(), _port(given))


def _port(given: Mapping[str, str]) -> int:
    text = given.get("ALADDIN_PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LocalError(f"ALADDIN_PORT is {text!r}, which is not a port: expected a number from 1 to 65535.")
    return int(text)
