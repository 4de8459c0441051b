"""The laptop's graph and objects really start, answer, refuse strangers and keep their data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from infra.local.neo4j import LocalNeo4j
from infra.local.runner import LocalRunner
from infra.local.s3proxy import LocalS3


def objects(s3: LocalS3, secret: str | None = None) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=s3.uri,
        region_name="auto",
        aws_access_key_id=s3.key_id,
        aws_secret_access_key=secret or s3.secret,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"max_attempts": 1},
        ),
    )


def test_objects_are_kept_across_sigkill_and_only_for_who_signs(tmp_path: Path) -> None:
    with LocalS3(tmp_path / "objects") as s3:
        objects(s3).put_object(Bucket=s3.bucket, Key="a/b.txt", Body=b"once")
        s3.kill()
        s3.start()

        assert objects(s3).get_object(Bucket=s3.bucket, Key="a/b.txt")["Body"].read() == b"once"
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            objects(s3, secret="wrong").get_object(Bucket=s3.bucket, Key="a/b.txt")
        assert httpx.get(f"{s3.uri}/{s3.bucket}/a/b.txt").status_code == 403


def test_a_browser_may_put_to_a_presigned_url_and_read_a_range(tmp_path: Path) -> None:
    with LocalS3(tmp_path / "objects") as s3:
        target = {"Bucket": s3.bucket, "Key": "film.mp4"}
        put = objects(s3).generate_presigned_url("put_object", target, ExpiresIn=60)
        get = objects(s3).generate_presigned_url("get_object", target, ExpiresIn=60)

        origin = {"Origin": "http://localhost:8787"}
        assert httpx.put(put, content=b"0123456789", headers=origin).status_code == 200
        answer = httpx.get(get, headers={**origin, "Range": "bytes=2-4"})
        assert (answer.status_code, answer.content) == (206, b"234")
        assert answer.headers["access-control-allow-origin"] in ("*", origin["Origin"])


@pytest.mark.timeout(180)
def test_the_graph_is_kept_across_sigkill_and_asks_for_its_password(tmp_path: Path) -> None:
    with LocalNeo4j(tmp_path / "graph") as graph:
        with GraphDatabase.driver(graph.uri, auth=(graph.user, graph.password)) as driver:
            driver.execute_query("CREATE (:Entity {id: 'mara'})")
        graph.kill()
        graph.start()

        with GraphDatabase.driver(graph.uri, auth=(graph.user, graph.password)) as driver:
            found = driver.execute_query("MATCH (e:Entity) RETURN e.id AS id").records
        assert [record["id"] for record in found] == ["mara"]
        with (
            GraphDatabase.driver(graph.uri, auth=(graph.user, "wrong")) as stranger,
            pytest.raises(AuthError),
        ):
            stranger.execute_query("RETURN 1")


def test_the_durable_runner_answers_before_the_functions_are_up(tmp_path: Path) -> None:
    with LocalRunner(tmp_path / "executions.db", functions="http://127.0.0.1:1") as runner:
        assert httpx.get(f"{runner.uri}/health").status_code == 200
