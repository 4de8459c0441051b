"""The Java halves of the laptop cloud: locked by SHA-256, fetched once per machine, verified whenever fetched.

`jars.lock` has one section per part, because their netty versions clash and each part gets a class path of its own.
It names coordinates and digests and no server: where to fetch from is jgo's Maven Central, or `MAVEN_CENTRAL_URL`.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local.errors import LocalError

if TYPE_CHECKING:
    from infra.local.download import Get

LOCK = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True)
class Jar:
    """One locked artifact: `group:artifact:version[:classifier]` and the digest its bytes must have."""

    coordinates: str
    sha256: str

    @property
    def remote(self) -> str:
        """Where a Maven repository keeps it, below the repository's address."""
        group, artifact, version, *classifier = self.coordinates.split(":")
        return f"{group.replace('.', '/')}/{artifact}/{version}/{'-'.join([artifact, version, *classifier])}.jar"

    def path(self, cache: Path) -> Path:
        return cache / self.sha256[:2] / self.sha256 / Path(self.remote).name


def cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Shared by every checkout of this user: jars are found by digest, so versions never collide."""
    base = environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(environ.get("ALADDIN_CACHE") or Path(base) / "aladdin") / "jars"


def read_lock(lock: Path = LOCK) -> dict[str, list[Jar]]:
    """The locked jars of each part."""
    parts: dict[str, list[Jar]] = {}
    jars: list[Jar] = []
    for line in lock.read_text().splitlines():
        if line.startswith("["):
            jars = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            coordinates, sha256 = line.split()
            jars.append(Jar(coordinates, sha256))
    return parts


def classpath(part: str, *, lock: Path = LOCK, cache: Path | None = None) -> list[Path]:
    """The jars of one part on this disk, fetching what is missing; raises LocalError when that cannot be done."""
    jars = read_lock(lock)[part]
    fetch(jars, cache=cache)
    return [jar.path(cache or cache_dir()) for jar in jars]


def missing(jars: list[Jar], cache: Path | None = None) -> list[Jar]:
    return [jar for jar in jars if not jar.path(cache or cache_dir()).is_file()]


def fetch(jars: list[Jar], *, cache: Path | None = None, url: str | None = None) -> None:
    """Bring every missing jar into the cache, in parallel; a jar appears there whole and verified, or not at all."""
    cache = cache or cache_dir()
    wanted = missing(jars, cache)
    if not wanted:
        return
    from infra.local.download import PARALLEL, downloads, repository  # httpx: a warm start never asks

    with downloads(url or repository()) as get, ThreadPoolExecutor(PARALLEL) as pool:
        for done in [pool.submit(_store, jar, get, cache) for jar in wanted]:
            done.result()


def _store(jar: Jar, get: "Get", cache: Path) -> None:
    content = get(jar.remote)
    found = hashlib.sha256(content).hexdigest()
    if found != jar.sha256:
        raise LocalError(f"{jar.coordinates} has SHA-256 {found}, but jars.lock expects {jar.sha256}: not using it.")
    target = jar.path(cache)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, target)
