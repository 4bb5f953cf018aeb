"""``python -m cli``, which ``./rongmei`` runs."""

from cli.app import app

app(prog_name="./rongmei")
