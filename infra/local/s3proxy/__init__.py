"""The objects of the laptop cloud: S3Proxy on a folder, with real signatures, expiry, ranges, CORS and multipart."""

import os
import secrets
from pathlib import Path

from infra.local import probe
from infra.local.server import LocalServer


class LocalS3(LocalServer):
    """An S3 server whose buckets are folders below `path`; `bucket` is there from the start.

    with LocalS3(tmp_path / "objects") as s3:
        boto3.client("s3", endpoint_url=s3.uri, aws_access_key_id=s3.key_id, aws_secret_access_key=s3.secret, …)
    """

    name = "s3proxy"
    question = probe.HTTP

    def __init__(
        self,
        path: Path | str,
        port: int = 0,
        *,
        bucket: str = "aladdin",
        key_id: str = "local",
        secret: str | None = None,
        log: Path | None = None,
    ) -> None:
        path = Path(path).absolute()
        (path / bucket).mkdir(parents=True, exist_ok=True)
        self.bucket, self.key_id, self.secret = bucket, key_id, secret or secrets.token_urlsafe(30)
        self.properties = path.with_suffix(".properties")
        super().__init__(
            "infra.local.s3proxy.server",
            ["--properties", str(self.properties)],
            port=port,
            log=log or path.with_suffix(".log"),
        )
        self._write_properties(path)

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _write_properties(self, path: Path) -> None:
        lines = {
            "s3proxy.endpoint": self.uri,
            "s3proxy.authorization": "aws-v2-or-v4",
            "s3proxy.identity": self.key_id,
            "s3proxy.credential": self.secret,
            "s3proxy.cors-allow-all": "true",
            "jclouds.provider": "filesystem-nio2",
            "jclouds.filesystem.basedir": str(path),
        }
        file = os.open(self.properties, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w") as out:
            out.writelines(f"{name}={value}\n" for name, value in lines.items())
