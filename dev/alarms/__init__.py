"""The alarms and the dashboard: a table as code (``table.py``), and what is made from it.

``make tables`` writes the alarms and the dashboard into ``.chalice/resources.json`` and the rows for operators into
``docs/operate.md``. Both are checked in, so that a plain ``chalice package`` and a reader of the repository get them.
"""
