"""The areas of the house."""

AREAS = (
    "members",
    "directory",
    "references",
    "proof",
    "protection",
    "matching",
    "desk",
    "upkeep",
    "recognition",
    "messages",
    "insights",
)
