"""存为稿件: a report becomes a draft article of its unit, which goes the usual way through the review."""

from __future__ import annotations

from datetime import datetime

from chalicelib import newsroom, reports
from chalicelib.actor import Actor
from chalicelib.application.reporting import READ, unit_of
from chalicelib.newsroom import StoredArticle, Written
from chalicelib.reports import Chart, Place


def draft_article(place: Place, report: str, *, by: Actor, now: datetime) -> StoredArticle:
    """Store the chapters for readers as a draft, its charts as pictures.

    The same report is the same draft, whoever asks and whatever editors made of it meanwhile. Raises
    ``UnknownReport``, ``ArticleRefused``, ``UnknownAccount``, ``UnknownUnit`` or ``PermissionDenied``.
    """
    unit = unit_of(place, READ, by=by)
    made = reports.get(place, report)
    if made.article:
        return newsroom.article_for(made.article, by=by)
    # Before a picture is written: nobody without the permission puts anything into the bucket.
    unit_of(place, "newsroom:article:write", by=by)
    body = reports.body(made)
    files: dict[str, str] = {}

    def drawn(chart: Chart) -> str:
        name = f"图{len(files) + 1}.png"
        files[name] = newsroom.store_picture(reports.chart_picture(chart)).key
        return name

    text = reports.text_of(body, drawn)
    files["封面.png"] = newsroom.store_picture(reports.cover_picture(body), cover=True).key
    written = Written(
        fields={
            "title": reports.title_of(body),
            "digest": reports.digest_of(body),
            "cover": "封面.png",
            "source": body.place_name,
        },
        body=text,
        files=files,
    )
    article = newsroom.create_from(
        unit,
        written,
        by=by,
        now=now,
        note=f"由{made.title}（{reports.name_of(made.period)}）生成",
        known_as=f"report:{place.key}:{made.id}",
    )
    reports.note_article(made, article.id)
    return article
