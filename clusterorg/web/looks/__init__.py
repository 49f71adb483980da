"""How pages look: what templates may call beyond plain Jinja. `init_looks(app)` is the one door.

formats (money, dates, numbers by locale) · links (addresses that keep or change the query string)
· frame (rail, languages) · pictures (server-drawn SVG without style attributes) · cells (what lists
draw by the hundred).
"""

from flask import Flask

from clusterorg.web import log_sentences, region_words, words
from clusterorg.web.looks import cells, formats, frame, links, pictures

STYLESHEETS = (
    "css/tokens.css",
    "css/ground.css",
    "css/frame.css",
    "css/parts.css",
    "css/forms.css",
    "css/lists.css",
    "css/charts.css",
    "css/work.css",
    "css/public.css",
    "css/account.css",
    "css/print.css",
)


def init_looks(app: Flask) -> None:
    """Give the app's templates our filters, link helpers, frame and pictures."""
    app.jinja_env.filters.update(
        money=formats.money,
        round_money=formats.round_money,
        day=formats.day,
        local_day=formats.local_day,
        last_day=formats.last_day,
        short_day=formats.short_day,
        moment=formats.moment,
        number=formats.number,
        percent=formats.percent,
        initials=formats.initials,
    )
    app.jinja_env.globals.update(
        stylesheets=STYLESHEETS,
        cells=cells,
        here=links.here,
        toggled=links.toggled,
        door=links.door,
        words=words,
        yearly_day=formats.yearly_day,
        sign_first=formats.sign_first,
        word=words.word,
        who_did=log_sentences.who,
        region=region_words.region,
        region_hint=region_words.region_hint,
        rail=frame.rail,
        portal_doors=frame.portal_doors,
        languages=frame.languages,
        colour_scheme=frame.colour_scheme,
        sparkline=pictures.sparkline,
        doughnut=pictures.doughnut,
        bar=pictures.bar,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
