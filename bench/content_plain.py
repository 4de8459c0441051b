"""What somebody would write by hand instead of the content engine, for these requests alone: FastAPI and pymongo."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from argon2 import PasswordHasher
from fastapi import Depends, FastAPI, HTTPException, Request
from mangum import Mangum
from pymongo import AsyncMongoClient

Document = dict[str, Any]
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
USER = {"email": 1, "name": 1, "role": 1, "activeProjects": 1, "subscription": 1}


def token_for(user_id: str, session_id: str, secret: str) -> str:
    claims = {"id": user_id, "sid": session_id, "exp": int(time.time()) + 7200}
    return jwt.encode(claims, secret, algorithm="HS256")


def build(uri: str, secret: str) -> FastAPI:
    app = FastAPI()
    client: AsyncMongoClient[Document] = AsyncMongoClient(uri, tz_aware=True)
    database = client.get_default_database()
    projects, users = database["projects"], database["users"]

    async def caller(request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            claims = jwt.decode(token, secret, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            raise HTTPException(401) from None
        user = await users.find_one({"_id": claims["id"]}, {"sessions": 1})
        if scheme != "JWT" or user is None or all(entry["id"] != claims["sid"] for entry in user["sessions"]):
            raise HTTPException(401)
        return claims["id"]

    def readable(user_id: str) -> Document:
        return {"$or": [{"createdBy": user_id}, {"collaborators.user": user_id}], "deletedAt": None}

    async def page_of(where: Document, sort: list[tuple[str, int]]) -> Document:
        cursor = projects.find(where).sort(sort).limit(10)
        found, total = await asyncio.gather(cursor.to_list(None), projects.count_documents(where))
        return {"docs": found, "totalDocs": total}

    async def fill_in(found: list[Document], user_id: str) -> None:
        """The people of projects, as far as the caller may see them, and the projects of those."""
        named = {project["createdBy"] for project in found}
        named |= {row["user"] for project in found for row in project["collaborators"]}
        people = await users.find({"_id": {"$in": sorted(named & {user_id})}}, USER).to_list(None)
        active = {project_id for person in people for project_id in person["activeProjects"]}
        more = await projects.find({"_id": {"$in": sorted(active)}, **readable(user_id)}).to_list(None)
        by_id = {document["_id"]: document for document in (*people, *more)}
        for person in people:
            person["activeProjects"] = [by_id.get(one, one) for one in person["activeProjects"]]
        for project in found:
            project["createdBy"] = by_id.get(project["createdBy"], project["createdBy"])
            for row in project["collaborators"]:
                row["user"] = by_id.get(row["user"], row["user"])

    @app.get("/api/projects")
    async def list_projects(depth: int = 0, user_id: str = Depends(caller)) -> Document:
        page = await page_of(readable(user_id), [("createdAt", -1), ("_id", -1)])
        if depth:
            await fill_in(page["docs"], user_id)
        return page

    @app.get("/api/search")
    async def search(text: str, status: str, user_id: str = Depends(caller)) -> Document:
        asked = {"$or": [{"title": {"$regex": text, "$options": "i"}}, {"status": status}]}
        return await page_of({"$and": [asked, readable(user_id)]}, [("updatedAt", -1), ("_id", -1)])

    @app.get("/api/projects/{project_id}")
    async def read_project(project_id: str, user_id: str = Depends(caller)) -> Document:
        project = await projects.find_one({"_id": project_id, **readable(user_id)})
        if project is None:
            raise HTTPException(404)
        return project

    @app.get("/api/messages")
    async def list_messages(conversation: str, depth: int = 0, user_id: str = Depends(caller)) -> Document:
        talk = await database["conversations"].find_one({"_id": conversation, "deletedAt": None})
        project = await projects.find_one({"_id": talk["project"], **readable(user_id)}) if talk else None
        if talk is None or (talk["user"] != user_id and project is None):
            raise HTTPException(404)
        messages, where = database["messages"], {"conversation": conversation}
        cursor = messages.find(where).sort([("createdAt", -1), ("_id", -1)]).limit(10)
        found, total = await asyncio.gather(cursor.to_list(None), messages.count_documents(where))
        if depth:
            talk["project"] = project or talk["project"]
            talk["user"] = await users.find_one({"_id": talk["user"]}, USER) if talk["user"] == user_id else user_id
            for message in found:
                message["conversation"] = talk
        return {"docs": found, "totalDocs": total}

    @app.post("/api/users/login")
    async def login(request: Request) -> Document:
        given = await request.json()
        user = await users.find_one({"email": given["email"]}, USER | {"passwordHash": 1})
        if user is None or not await asyncio.to_thread(HASHER.verify, user.pop("passwordHash"), given["password"]):
            raise HTTPException(401)
        now = datetime.now(UTC)
        session = {"id": uuid.uuid4().hex, "createdAt": now, "expiresAt": now + timedelta(hours=2)}
        change = {"$push": {"sessions": {"$each": [session], "$slice": -50}}}
        await users.update_one({"_id": user["_id"]}, change)
        return {"user": user, "token": token_for(user["_id"], session["id"], secret)}

    return app


def handler() -> Mangum:
    return Mangum(build(os.environ["MONGODB_URI"], os.environ["AUTH_SECRET"]), lifespan="off")
