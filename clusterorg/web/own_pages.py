"""Which addresses are pages of this cluster in this installation."""

from urllib.parse import unquote, urlsplit

from clusterorg.kernel.errors import Invalid, _
from clusterorg.web.context import current_cluster, settings


class PageNotOurs(Invalid):
    """An address leads somewhere else."""

    code = "page_not_ours"
    message = _("Give the address of a page of this cluster: it begins with %(beginning)s.")


def check_own_page(url: str, *, field: str) -> str:
    """Return the address when it leads to a page of the cluster in view; raises PageNotOurs.

    A payer trusts whoever they come back to: it must not be a page that only looks like ours.
    """
    beginning = f"{settings().base_url.rstrip('/')}/c/{current_cluster().slug}/"
    path = unquote(urlsplit(url).path)
    stays = url.isprintable() and "\\" not in path and ".." not in path.split("/")
    if not url.startswith(beginning) or not stays:
        raise PageNotOurs(field=field, beginning=beginning)
    return url
