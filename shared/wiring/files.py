"""The object store and what is done with files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.web.settings import ChecksSettings, MediaSettings, ObjectsSettings
from shared.wiring.documents import DocumentsWiring

if TYPE_CHECKING:
    from shared.auth.projects import ProjectAccess
    from shared.content.content import Content
    from shared.content.uploads.chatting import ChatUploads
    from shared.content.uploads.checking import Checker
    from shared.content.uploads.parts import Parts
    from shared.content.uploads.serving import Serving
    from shared.content.uploads.sweeping import UploadSweep
    from shared.content.uploads.tickets import Tickets
    from shared.content.uploads.uploads import Uploads
    from shared.ports import Checks, Objects


class ObjectsWiring(DocumentsWiring):
    """What keeps files. The client is made with its first request."""

    _objects_settings: ObjectsSettings

    @cached_property
    def objects(self) -> Objects:
        from shared.adapters.r2.client import Bucket
        from shared.adapters.r2.objects import R2Objects

        settings = self._objects_settings
        secret = settings.r2_secret_access_key.get_secret_value()
        objects = R2Objects(Bucket(settings.r2_endpoint, settings.r2_bucket, settings.r2_access_key_id, secret))
        self._closers.append(objects.aclose)
        return objects


class FilesWiring(ObjectsWiring):
    """Files on behalf of signed-in people. ``content`` and ``projects`` come from whoever mixes this in."""

    _checks_settings: ChecksSettings
    if TYPE_CHECKING:

        @cached_property
        def content(self) -> Content: ...

        @cached_property
        def projects(self) -> ProjectAccess: ...

    @cached_property
    def checks(self) -> Checks:
        from shared.adapters.checks import LambdaChecks, NobodyChecks

        function = self._checks_settings.media_function
        return LambdaChecks(function) if function else NobodyChecks()

    @cached_property
    def tickets(self) -> Tickets:
        from shared.auth.authenticator import utc_now
        from shared.content.uploads.tickets import Tickets

        return Tickets(self.documents, self.objects, self.projects, utc_now)

    @cached_property
    def parts(self) -> Parts:
        from shared.content.uploads.parts import Parts

        return Parts(self.tickets, self.objects)

    @cached_property
    def uploads(self) -> Uploads:
        from shared.auth.authenticator import utc_now
        from shared.content.uploads.uploads import Uploads

        content = self.content
        return Uploads(content.reads, content.writes, self.tickets, self.objects, self.checks, utc_now)

    @cached_property
    def chat_uploads(self) -> ChatUploads:
        from shared.content.uploads.chatting import ChatUploads

        return ChatUploads(self.uploads, self.projects)

    @cached_property
    def serving(self) -> Serving:
        from shared.content.uploads.serving import Serving

        return Serving(self.documents, self.content.reads, self.objects)


class MediaWiring(ObjectsWiring):
    """Files on nobody's behalf: their check and their sweep."""

    def __init__(self, settings: MediaSettings) -> None:
        super().__init__(settings)
        self._media_settings = settings
        self._objects_settings = settings

    @cached_property
    def checker(self) -> Checker:
        from shared.adapters.inspection.process import ProcessInspector
        from shared.auth.authenticator import utc_now
        from shared.content.uploads.checking import Checker
        from shared.content.uploads.promotion import Promotion

        promotion = Promotion(self.documents, self.objects, utc_now)
        return Checker(self.documents, self.objects, ProcessInspector(), promotion, utc_now)

    @cached_property
    def sweep(self) -> UploadSweep:
        from shared.adapters.checks import LambdaChecks, NobodyChecks
        from shared.auth.authenticator import utc_now
        from shared.auth.projects import ProjectAccess
        from shared.content.uploads.sweeping import UploadSweep
        from shared.content.uploads.tickets import Tickets

        function = self._media_settings.media_function
        tickets = Tickets(self.documents, self.objects, ProjectAccess(self.documents), utc_now)
        checks = LambdaChecks(function) if function else NobodyChecks()
        return UploadSweep(self.documents, self.objects, tickets, checks, utc_now)
