"""Question lists and policy lists as files: read with every problem and its place, and written back.

For the command line: reading brings openpyxl, lxml and PyYAML.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.knowledge.files.read import ReadFile as ReadFile
    from chalicelib.knowledge.files.read import document_of as document_of
    from chalicelib.knowledge.files.read import entry_of as entry_of
    from chalicelib.knowledge.files.read import grid as grid
    from chalicelib.knowledge.files.read import read_faq as read_faq
    from chalicelib.knowledge.files.read import read_policies as read_policies
    from chalicelib.knowledge.files.rows import KnowledgeFileErrors as KnowledgeFileErrors
    from chalicelib.knowledge.files.rows import entry_id as entry_id
    from chalicelib.knowledge.files.write import template as template
    from chalicelib.knowledge.files.write import write_faq as write_faq
    from chalicelib.knowledge.files.write import write_policies as write_policies
else:
    __getattr__ = opens(
        __name__,
        {
            "read": ["ReadFile", "document_of", "entry_of", "grid", "read_faq", "read_policies"],
            "rows": ["KnowledgeFileErrors", "entry_id"],
            "write": ["template", "write_faq", "write_policies"],
        },
    )
