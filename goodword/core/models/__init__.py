from goodword.core.models.event import Event, Mention
from goodword.core.models.link import LinkRoute, SignedLink
from goodword.core.models.program import Program
from goodword.core.models.tenant import AppendOnly, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.workspace import Workspace, slug_of

__all__ = [
    "AppendOnly",
    "Event",
    "LinkRoute",
    "Mention",
    "Program",
    "SignedLink",
    "Workspace",
    "WorkspaceManager",
    "WorkspaceModel",
    "WorkspaceQuerySet",
    "slug_of",
]
