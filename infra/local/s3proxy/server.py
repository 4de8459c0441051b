"""The server process: `python -m infra.local.s3proxy.server --properties F --port P`, until SIGTERM.

The port stands in the properties too; as an argument it only tells two processes apart in a list.
"""

import argparse
from pathlib import Path

from jpype import JClass

from infra.local import jvm

QUICK = "-XX:TieredStopAtLevel=1"  # a third less to start; it moves bytes, which is no work for a compiler
LOGGING = Path(__file__).with_name("logback.xml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--properties", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    jvm.start("s3proxy", heap_mb=256, options=(QUICK, f"-Dlogback.configurationFile={LOGGING}"))
    JClass("org.gaul.s3proxy.Main").main(["--properties", arguments.properties])
    jvm.serve(lambda: None)


if __name__ == "__main__":
    main()
