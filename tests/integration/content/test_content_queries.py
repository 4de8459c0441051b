"""Reading collections over HTTP: conditions, pages, sorting, depth and selection."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

from tests.integration.content.app import Studio, films
from tests.integration.content.conftest import People


async def test_relations_are_shown_to_the_asked_depth(people: People) -> None:
    project = await people.ada.project(collaborators=[people.bo.id])
    await people.ada.patch(f"users/{people.ada.id}", {"activeProjects": [project["id"]]})

    flat = (await people.ada.get(f"projects/{project['id']}?depth=0")).json()
    one = (await people.ada.get(f"projects/{project['id']}?depth=1")).json()
    two = (await people.ada.get("projects")).json()["docs"][0]

    assert flat["createdBy"] == people.ada.id
    assert one["createdBy"]["name"] == "ada"
    assert one["createdBy"]["activeProjects"] == [project["id"]]
    assert two["createdBy"]["activeProjects"][0]["title"] == "A film"
    assert two["createdBy"]["activeProjects"][0]["createdBy"] == people.ada.id
    assert two["collaborators"][0]["user"] == people.bo.id, "who may not be read stays an id"


async def test_pages_have_payloads_envelope(people: People) -> None:
    await films(people.admin)
    first = (await people.admin.get("projects?limit=2&sort=title&depth=0")).json()
    last = (await people.admin.get("projects?limit=2&page=3&sort=title&depth=0")).json()
    beyond = (await people.admin.get("projects?limit=2&page=9")).json()
    empty = (await people.admin.get("projects?where[title][equals]=none")).json()

    assert [doc["title"] for doc in first.pop("docs")] == ["Film 0 über Äpfel", "Film 1 über Äpfel"]
    assert first == {
        "totalDocs": 5, "limit": 2, "page": 1, "totalPages": 3, "pagingCounter": 1,
        "hasPrevPage": False, "hasNextPage": True, "prevPage": None, "nextPage": 2,
    }  # fmt: skip
    assert len(last.pop("docs")) == 1
    assert last == {
        "totalDocs": 5, "limit": 2, "page": 3, "totalPages": 3, "pagingCounter": 5,
        "hasPrevPage": True, "hasNextPage": False, "prevPage": 2, "nextPage": None,
    }  # fmt: skip
    assert (beyond["docs"], beyond["page"], beyond["prevPage"], beyond["nextPage"]) == ([], 9, 8, None)
    assert (empty["docs"], empty["totalDocs"], empty["totalPages"]) == ([], 0, 1)


async def test_everything_on_one_page(people: People) -> None:
    await films(people.admin, 12)
    for query in ("limit=0", "pagination=false", "limit=500"):
        page = (await people.admin.get(f"projects?{query}&depth=0")).json()
        assert (len(page["docs"]), page["totalPages"], page["hasNextPage"]) == (12, 1, False)


async def test_numbers_that_are_none_are_ignored(people: People) -> None:
    await films(people.admin, 1)
    for query in ("limit=x", "limit=-1", "limit=1.5", "page=0", "page=x", "depth=x", "pagination=1"):
        page = (await people.admin.get(f"projects?{query}")).json()
        assert (page["limit"], page["page"], page["totalDocs"]) == (10, 1, 1), query


async def test_a_page_number_beyond_all_bounds_is_empty(people: People) -> None:
    page = await people.admin.get(f"projects?page={2**52}&limit=1000")
    assert (page.status_code, page.json()["docs"]) == (200, [])


async def test_sorting(people: People) -> None:
    await films(people.admin)
    expected = {"-episodeCount": "4", "episodeCount": "0", "genre,-title": "4", "nothing,-title": "4", "": "4"}
    for sort, first in expected.items():
        page = (await people.admin.get(f"projects?sort={sort}&depth=0")).json()
        assert page["docs"][0]["title"] == f"Film {first} über Äpfel", sort
        repeated = urlencode([("sort", part) for part in sort.split(",")])
        assert (await people.admin.get(f"projects?{repeated}&depth=0")).json() == page


async def test_sorting_by_what_is_hidden_is_refused(people: People) -> None:
    for path in ("projects?sort=slot", "users?sort=-passwordHash", "users?sort=password"):
        refused = await people.admin.get(path)
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["message"].startswith("The following path cannot be queried: ")


CONDITIONS = [
    ("where[title][equals]=Film%201%20%C3%BCber%20%C3%84pfel", "1"),
    ("where%5Btitle%5D%5Bequals%5D=Film+1+%C3%BCber+%C3%84pfel", "1"),
    ("where[genre][not_equals]=drama", "1234"),
    ("where[genre][in]=drama,comedy", "01"),
    ("where[genre][in][0]=drama&where[genre][in][1]=comedy", "01"),
    ("where[genre][in][]=drama&where[genre][in][]=comedy", "01"),
    ("where[genre][in]=drama&where[genre][in]=comedy", "01"),
    ("where[genre][in][]=", ""),
    ("where[genre][not_in]=drama,comedy", "234"),
    ("where[episodeCount][greater_than]=3", "34"),
    ("where[episodeCount][greater_than_equal]=3&where[episodeCount][less_than]=5", "23"),
    ("where[episodeCount][less_than_equal]=2", "01"),
    ("where[episodeCount][equals]=2", "1"),
    ("where[title][like]=äpfel film 3", "3"),
    ("where[title][like]=pfel", "01234"),
    ("where[title][not_like]=film 3", "0124"),
    ("where[title][contains]=4 ÜB", "4"),
    ("where[title][contains]=.*", ""),
    ("where[title][like]=^Film", ""),
    ("where[description][exists]=false", "01234"),
    ("where[description][exists]=true", ""),
    ("where[description][equals]=", ""),
    ("where[title][equals]=", ""),
    ("where[createdAt][greater_than]=2020-01-01", "01234"),
    ("where[createdAt][less_than]=2020-01-01T00:00:00.000Z", ""),
    ("where[projectSettings.aspectRatio][equals]=16:9", "01234"),
    ("where[progress.overallProgress][equals]=0", "01234"),
    ("where[createdBy.name][equals]=Admin", "01234"),
    ("where[createdBy.email][contains]=nobody", ""),
    ("where[createdBy][exists]=true", "01234"),
    ("where[or][0][title][like]=film 1&where[or][1][genre][equals]=action", "14"),
    ("where[and][0][episodeCount][greater_than]=1&where[and][1][episodeCount][less_than]=4", "12"),
    ("where[or][0][and][0][genre][equals]=drama&where[or][1][genre][equals]=horror", "02"),
    ("where[or]=", "01234"),
    (f"where={quote(json.dumps({'genre': {'equals': 'sci-fi'}}))}", "3"),
    (f"where={quote(json.dumps({'description': {'equals': None}}))}", "01234"),
    (f"where={quote(json.dumps({'episodeCount': {'in': [1, 2, None]}}))}", "01"),
    (f"where={quote(json.dumps({'title': {'equals': {'$gt': ''}}}))}", None),
    ("where[title][$gt]=", None),
    ("where[$where]=1", None),
    ("where[title][regex]=.*", None),
    ("where[episodeCount][equals]=many", None),
    ("where[createdAt][greater_than]=yesterday", None),
    ("where[slot][equals]=x", None),
    ("where[nothing][equals]=x", None),
    ("where[title.sub][equals]=x", None),
    ("where[createdBy.passwordHash][like]=argon", None),
    ("where[createdBy.sessions.id][exists]=true", None),
    ("where[title]=x", None),
    ("where=x", None),
    ("where[0]=x", None),
    ("where[title][exists]=maybe", None),
    ("where[title][near]=1,2", None),
    ("where[projectSettings][equals]=x", None),
    ("where[title][equals]=%00", None),
]


async def test_conditions(studio: Studio) -> None:
    admin = await studio.admin()
    await films(admin)
    for query, found in CONDITIONS:
        answered = await admin.get(f"projects?depth=0&sort=title&{query}")
        if found is None:
            assert answered.status_code == 400, query
            assert answered.json()["errors"][0]["name"] == "QueryError", query
        else:
            assert answered.status_code == 200, query
            assert "".join(doc["title"][5] for doc in answered.json()["docs"]) == found, query


async def test_a_path_that_cannot_be_queried_is_named(people: People) -> None:
    refused = await people.ada.get("projects?where[slot][equals]=1")
    assert refused.status_code == 400
    assert refused.json()["errors"][0] == {
        "name": "QueryError",
        "data": [{"path": "slot"}],
        "message": "The following path cannot be queried: slot",
    }


async def test_a_relation_is_no_way_to_what_may_not_be_read(people: People) -> None:
    await people.ada.project(collaborators=[people.bo.id])
    guess = await people.bo.get("projects?where[createdBy.email][like]=ada")
    assert guess.json()["totalDocs"] == 0


async def test_select_shows_or_leaves_out(people: People) -> None:
    project = await people.ada.project(collaborators=[people.bo.id])
    path = f"projects/{project['id']}?depth=0"
    only = (await people.ada.get(f"{path}&select[title]=true&select[projectSettings][aspectRatio]=true")).json()
    without = (await people.ada.get(f"{path}&select[title]=false&select[collaborators]=false")).json()
    rows = (await people.ada.get(f"{path}&select[collaborators][role]=true")).json()
    assert only == {"id": project["id"], "title": "A film", "projectSettings": {"aspectRatio": "16:9"}}
    assert project.keys() - without.keys() == {"title", "collaborators"}
    assert rows["collaborators"] == [{"role": "editor", "id": project["collaborators"][0]["id"]}]


async def test_a_long_query_comes_as_a_post(people: People) -> None:
    await films(people.admin)
    titles = [f"nothing {number}" for number in range(300)] + ["Film 2 über Äpfel"]
    query = urlencode([(f"where[title][in][{index}]", title) for index, title in enumerate(titles)])
    headers = {"X-Payload-HTTP-Method-Override": "GET"}
    for kind in ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8"):
        found = await people.admin.request("POST", "projects", content=query, headers={**headers, "Content-Type": kind})
        assert found.json()["totalDocs"] == 1
    counted = await people.admin.request(
        "POST", "projects/count", content="where[genre][equals]=drama", headers={**headers, "Content-Type": kind}
    )
    assert counted.json() == {"totalDocs": 1}
