"""Sessions to look at and to end, and the administrator that there always is."""

from __future__ import annotations

import asyncio

from tests.integration.content.app import PASSWORD, Studio, login
from tests.integration.content.conftest import People


async def test_people_see_where_they_are_signed_in(people: People, studio: Studio) -> None:
    studio.http.headers["User-Agent"] = "Phone/1.0 " + "x" * 300
    token = (await login(studio, "ada@film.test", PASSWORD)).json()["token"]

    seen = (await people.ada.get(f"users/{people.ada.id}/sessions")).json()["docs"]

    assert [session["current"] for session in seen] == [False, True]
    assert seen[0]["userAgent"].startswith("Phone/1.0 xxx")
    assert len(seen[0]["userAgent"]) == 200
    assert set(seen[0]) == {"id", "createdAt", "expiresAt", "userAgent", "current"}
    assert token not in str(seen)


async def test_one_session_is_ended_at_once_and_the_others_go_on(people: People, studio: Studio) -> None:
    path = f"users/{people.ada.id}/sessions"
    other = (await login(studio, "ada@film.test", PASSWORD)).json()["token"]
    newest = (await people.ada.get(path)).json()["docs"][0]["id"]

    ended = await people.ada.delete(f"{path}/{newest}")

    assert (ended.status_code, ended.json()) == (200, {"message": "Deleted successfully."})
    me = await studio.http.get("/api/users/me", headers={"Authorization": f"JWT {other}"})
    assert me.json()["user"] is None
    assert (await people.ada.get("users/me")).json()["user"] is not None
    assert (await people.ada.delete(f"{path}/{newest}")).status_code == 404


async def test_an_admin_ends_anybodys_sessions_and_nobody_else_does(people: People, studio: Studio) -> None:
    path = f"users/{people.ada.id}/sessions"
    for answered in (await people.bo.get(path), await people.bo.delete(path), await people.bo.delete(f"{path}/x")):
        assert answered.status_code == 404
    for method in ("GET", "DELETE"):
        assert (await studio.http.request(method, f"/api/{path}")).status_code == 403
    assert len((await people.admin.get(path)).json()["docs"]) == 1
    assert (await people.admin.delete(path)).status_code == 200
    assert (await people.ada.get("users/me")).json()["user"] is None
    for answered in (await people.admin.get("users/none/sessions"), await people.admin.delete("users/none/sessions")):
        assert answered.status_code == 404


async def test_expired_sessions_are_forgotten_with_the_next_login(people: People, studio: Studio) -> None:
    users = studio.wiring.database["users"]
    stored = await users.find_one({"_id": people.ada.id})
    over = {**stored["sessions"][0], "id": "over", "expiresAt": stored["createdAt"]}
    await users.update_one({"_id": people.ada.id}, {"$push": {"sessions": over}})
    assert len((await people.ada.get(f"users/{people.ada.id}/sessions")).json()["docs"]) == 1
    await login(studio, "ada@film.test", PASSWORD)
    stored = await users.find_one({"_id": people.ada.id})
    assert "over" not in [session["id"] for session in stored["sessions"]]


async def test_a_role_counts_from_the_next_request_on(people: People) -> None:
    assert (await people.ada.get("users/count")).json() == {"totalDocs": 1}
    await people.admin.patch(f"users/{people.ada.id}", {"role": "admin"})
    assert (await people.ada.get("users/count")).json() == {"totalDocs": 3}
    await people.admin.patch(f"users/{people.ada.id}", {"role": "user"})
    assert (await people.ada.get("users/count")).json() == {"totalDocs": 1}


async def test_the_last_administrator_stays_one(people: People) -> None:
    own = f"users/{people.admin.id}"
    for refused in (await people.admin.patch(own, {"role": "user"}), await people.admin.delete(own)):
        assert refused.status_code == 403
        assert "administrator" in refused.json()["errors"][0]["message"]
    many = await people.admin.delete("users?where[role][equals]=admin")
    assert (many.status_code, len(many.json()["errors"])) == (400, 1)
    assert (await people.admin.patch(own, {"role": "admin", "name": "Still"})).status_code == 200
    await people.admin.patch(f"users/{people.ada.id}", {"role": "admin"})
    assert (await people.admin.patch(own, {"role": "user"})).status_code == 200
    assert (await people.ada.delete(f"users/{people.ada.id}")).status_code == 403


async def test_of_administrators_who_remove_each_other_one_is_left(people: People, studio: Studio) -> None:
    crowd = [people.admin, people.ada, people.bo]
    for round_number in range(3):
        for person in crowd:
            await studio.wiring.database["users"].update_one({"_id": person.id}, {"$set": {"role": "admin"}})
        answers = await asyncio.gather(
            *(
                doer.patch(f"users/{victim.id}", {"role": "user"})
                for doer in crowd
                for victim in crowd
                if doer is not victim
            )
        )
        assert {answer.status_code for answer in answers} <= {200, 403, 404, 409}, round_number
        assert await studio.wiring.database["users"].count_documents({"role": "admin"}) >= 1
