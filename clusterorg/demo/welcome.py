"""What `make demo` says once everything runs: the address and one sign-in per role."""

from rich.console import Console

from clusterorg.config import Settings
from clusterorg.demo.loading import OPERATOR, PASSWORD, Shown, kept, staff_mail
from clusterorg.demo.portal import ORGANISATION, PORTAL_PERSON
from clusterorg.demo.recipes import EMPTY, RECIPES


def say(settings: Settings, console: Console) -> None:
    """Print the sign-ins and where to begin, each on a line of its own that can be copied."""
    for line in lines(settings):
        console.print(line, soft_wrap=True, highlight=False)


def lines(settings: Settings) -> list[str]:
    """Return what is said."""
    base, shown = settings.base_url, kept(settings)
    api_key = shown.api_key if shown else "make one as owner, under Settings"
    said = ["", f"[bold]clusterorg runs at {base}[/bold]", ""]
    clusters = [(recipe.facts, recipe.staff) for recipe in RECIPES]
    for facts, staff in [*clusters, (EMPTY["facts"], EMPTY["staff"])]:
        said.append(f"{facts['name']}  {base}/c/{facts['slug']}/admin")
        said += [
            f"  {role:<10}{staff_mail(role, facts['slug'])}"
            for role, _given, _family in staff
            if role != "assessor"
        ]
    return [
        *said,
        f"Portal     {base}/c/smaakkust/portal/",
        f"  contact   {PORTAL_PERSON}  (for {ORGANISATION})",
        "Others",
        f"  assessor  {staff_mail('assessor', '')}  (a seat; the workspace is a later part)",
        f"  operator  {OPERATOR[0]}  {base}/operator",
        *(second_factor(shown) if shown else []),
        f"Password of all of them: [bold]{PASSWORD}[/bold]",
        "",
        f"Join page  {base}/c/smaakkust/join",
        f"Mailbox    {base}/mailbox",
        f"API        {base}/api/docs",
        f"  key       {api_key}",
        "Cards      4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined",
        "",
        "Ctrl-C stops everything; the data stays.",
    ]


def second_factor(shown: Shown) -> list[str]:
    """Return how the operator shows the second factor, which operators must have."""
    return [
        "            second factor: the code that `clusterorg demo --code` prints, or an",
        f"            authenticator app with the key {shown.operator_secret}, or one of",
        f"            {' '.join(shown.operator_codes[:3])} (each once)",
    ]
