"""What jars.lock may say."""

from __future__ import annotations

import re
from pathlib import Path

from infra.local.jars import LOCK, Jar, cache_dir, read_lock


def test_every_part_has_its_own_closure_with_a_digest_for_each_jar() -> None:
    parts = read_lock()

    assert set(parts) == {"compiler", "mongo", "neo4j", "s3proxy"}
    for jars in parts.values():
        assert jars
        assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in jars)
        assert len({jar.coordinates for jar in jars}) == len(jars)


def test_the_lock_names_no_server() -> None:
    assert "://" not in LOCK.read_text()


def test_a_jar_is_found_where_maven_keeps_it() -> None:
    plain = Jar("io.netty:netty-common:4.2.2.Final", "0" * 64)
    native = Jar("io.netty:netty-transport-native-epoll:4.1.1:linux-x86_64", "0" * 64)

    assert plain.remote == "io/netty/netty-common/4.2.2.Final/netty-common-4.2.2.Final.jar"
    assert native.remote.endswith("/4.1.1/netty-transport-native-epoll-4.1.1-linux-x86_64.jar")


def test_jars_are_shared_by_all_checkouts_of_a_user() -> None:
    assert cache_dir({"XDG_CACHE_HOME": "/x"}) == Path("/x/aladdin/jars")
    assert cache_dir({"XDG_CACHE_HOME": "/x", "ALADDIN_CACHE": "/y"}) == Path("/y/jars")
    assert cache_dir({}) == Path.home() / ".cache" / "aladdin" / "jars"
