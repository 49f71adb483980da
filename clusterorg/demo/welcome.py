"""What `make demo` says once everything runs: the address and one sign-in per role."""

from rich.console import Console
from rich.table import Table

from clusterorg.config import Settings
from clusterorg.demo.loading import OPERATOR, PASSWORD, staff_mail
from clusterorg.demo.portal import PORTAL_PERSON
from clusterorg.demo.recipes import EMPTY, RECIPES


def say(settings: Settings, console: Console) -> None:
    """Print the sign-ins and where to begin."""
    table = Table(title=f"clusterorg runs at {settings.base_url}", title_justify="left")
    for heading in ("who", "sign in with", "where"):
        table.add_column(heading)
    for recipe in RECIPES:
        name, slug = recipe.facts["name"], recipe.facts["slug"]
        for role, _given, _family in recipe.staff:
            if role != "assessor":
                table.add_row(f"{role}, {name}", staff_mail(role, slug), f"/c/{slug}/admin")
    facts = EMPTY["facts"]
    table.add_row(
        f"manager, {facts['name']} (empty)",
        staff_mail("manager", facts["slug"]),
        f"/c/{facts['slug']}/admin",
    )
    table.add_row("member's contact", PORTAL_PERSON, "/c/smaakkust/portal/")
    table.add_row("assessor", staff_mail("assessor", ""), "has a seat; the workspace comes later")
    table.add_row("platform operator", OPERATOR[0], "/operator")
    console.print(table)
    console.print(f"Password of all of them: [bold]{PASSWORD}[/bold]")
    console.print(
        f"Join page {settings.base_url}/c/smaakkust/join · mailbox {settings.base_url}/mailbox · "
        f"API {settings.base_url}/api/docs"
    )
    console.print("Test cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined.")
    console.print("Ctrl-C stops everything; the data stays.")
