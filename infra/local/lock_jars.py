"""Writes jars.lock anew: `python -m infra.local.lock_jars` (`make lock-jars`). Needs Maven."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.local.download import PARALLEL, downloads, repository
from infra.local.jars import LOCK, Jar

ROOTS = {
    "compiler": "org.eclipse.jdt:ecj:3.40.0",
    "mongo": "de.bwaldvogel:mongo-java-server-h2-backend:1.47.0",
    "neo4j": "org.neo4j:neo4j:5.26.30",
    "s3proxy": "org.gaul:s3proxy:3.0.0",
}
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>closure</artifactId><version>1</version><dependencies><dependency>
<groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency></dependencies></project>"""


def closure(root: str) -> list[str]:
    """Every runtime dependency of `root`, itself included, as `group:artifact:version[:classifier]`, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pom.xml").write_text(POM.format(*root.split(":")))
        command = ["mvn", "-q", "-B", "dependency:list", "-DincludeScope=runtime", "-DoutputFile=closure.txt"]
        subprocess.run(command, cwd=folder, check=True)
        lines = Path(folder, "closure.txt").read_text().splitlines()
    found: set[str] = set()
    for line in lines:
        fields = line.split(" -- ")[0].strip().split(":")
        if len(fields) >= 5 and fields[2] == "jar":
            group, artifact, _, *classifier, version, _ = fields
            found.add(":".join([group, artifact, version, *classifier]))
    return sorted(found)


def lock() -> str:
    """The text of jars.lock for ROOTS, every digest taken from the repository's own bytes."""
    lines = ["# Made by `make lock-jars` from the roots in lock_jars.py. Coordinates and SHA-256 of their jars."]
    with downloads(repository()) as get, ThreadPoolExecutor(PARALLEL) as pool:
        for part, root in ROOTS.items():
            names = closure(root)
            digests = pool.map(lambda name: hashlib.sha256(get(Jar(name, "").remote)).hexdigest(), names)
            lines += ["", f"[{part}]", *(f"{name} {digest}" for name, digest in zip(names, digests, strict=True))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if not shutil.which("mvn"):
        sys.exit("Locking the jars anew needs Maven (mvn) on the PATH; using them does not.")
    LOCK.write_text(lock())
