"""Every public address."""

from clusterorg.web.guard import Door
from clusterorg.web.public import front, join, theme


def register(door: Door) -> None:
    """Open the public door."""
    door.get("/", front.index)
    door.get("/c/<slug>/theme.css", theme.stylesheet)
    door.get("/c/<slug>/logo", theme.logo)
    door.get("/c/<slug>", front.cluster)
    door.form("/c/<slug>/join", join.index)
    door.get("/c/<slug>/join/preview", join.preview)
    door.get("/c/<slug>/join/thanks", join.thanks)
    door.post("/c/<slug>/join/again", join.again)
    door.form("/c/<slug>/join/resume/<token>", join.resume)
