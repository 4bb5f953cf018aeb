"""Materials (素材): pictures, videos, recordings, passages and files of a unit's library, with the rights to them"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.materials import files as files
    from chalicelib.materials import labels as labels
    from chalicelib.materials import rules as rules
    from chalicelib.materials.content import MOST_BYTES as MOST_BYTES
    from chalicelib.materials.content import content_of as content_of
    from chalicelib.materials.errors import BadMaterial as BadMaterial
    from chalicelib.materials.errors import BadMaterialFile as BadMaterialFile
    from chalicelib.materials.errors import MaterialChanged as MaterialChanged
    from chalicelib.materials.errors import MaterialError as MaterialError
    from chalicelib.materials.errors import MaterialExists as MaterialExists
    from chalicelib.materials.errors import MaterialNotReady as MaterialNotReady
    from chalicelib.materials.errors import MaterialNotUsable as MaterialNotUsable
    from chalicelib.materials.errors import UnknownMaterial as UnknownMaterial
    from chalicelib.materials.files import MaterialTicket as MaterialTicket
    from chalicelib.materials.judging import NotUsable as NotUsable
    from chalicelib.materials.judging import not_usable as not_usable
    from chalicelib.materials.models import DESCRIPTION_CHARS as DESCRIPTION_CHARS
    from chalicelib.materials.models import MOST_ACCOUNTS as MOST_ACCOUNTS
    from chalicelib.materials.models import MOST_TAGS as MOST_TAGS
    from chalicelib.materials.models import NOTE_CHARS as NOTE_CHARS
    from chalicelib.materials.models import TEXT_CHARS as TEXT_CHARS
    from chalicelib.materials.models import TITLE_CHARS as TITLE_CHARS
    from chalicelib.materials.models import Consent as Consent
    from chalicelib.materials.models import Licence as Licence
    from chalicelib.materials.models import LicenceKind as LicenceKind
    from chalicelib.materials.models import Material as Material
    from chalicelib.materials.models import MaterialAction as MaterialAction
    from chalicelib.materials.models import MaterialFile as MaterialFile
    from chalicelib.materials.models import MaterialKind as MaterialKind
    from chalicelib.materials.models import MaterialProblem as MaterialProblem
    from chalicelib.materials.models import MaterialReach as MaterialReach
    from chalicelib.materials.models import MaterialScope as MaterialScope
    from chalicelib.materials.models import MaterialState as MaterialState
    from chalicelib.materials.models import MaterialText as MaterialText
    from chalicelib.materials.models import MaterialVersion as MaterialVersion
    from chalicelib.materials.service import EDIT as EDIT
    from chalicelib.materials.service import READ as READ
    from chalicelib.materials.service import RETIRE as RETIRE
    from chalicelib.materials.service import add as add
    from chalicelib.materials.service import edit as edit
    from chalicelib.materials.service import library as library
    from chalicelib.materials.service import lineage as lineage
    from chalicelib.materials.service import material_for as material_for
    from chalicelib.materials.service import replace as replace
    from chalicelib.materials.service import restore as restore
    from chalicelib.materials.service import retire as retire
    from chalicelib.materials.store import ending as ending
    from chalicelib.materials.store import get as get
    from chalicelib.materials.store import of_file as of_file
    from chalicelib.materials.store import of_unit as of_unit
    from chalicelib.materials.store import same_file as same_file
    from chalicelib.materials.transitions import MATERIAL as MATERIAL
    from chalicelib.materials.transitions import Who as Who
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["files", "labels", "rules"],
            "content": ["MOST_BYTES", "content_of"],
            "errors": [
                "BadMaterial",
                "BadMaterialFile",
                "MaterialChanged",
                "MaterialError",
                "MaterialExists",
                "MaterialNotReady",
                "MaterialNotUsable",
                "UnknownMaterial",
            ],
            "files": ["MaterialTicket"],
            "judging": ["NotUsable", "not_usable"],
            "models": [
                "DESCRIPTION_CHARS",
                "MOST_ACCOUNTS",
                "MOST_TAGS",
                "NOTE_CHARS",
                "TEXT_CHARS",
                "TITLE_CHARS",
                "Consent",
                "Licence",
                "LicenceKind",
                "Material",
                "MaterialAction",
                "MaterialFile",
                "MaterialKind",
                "MaterialProblem",
                "MaterialReach",
                "MaterialScope",
                "MaterialState",
                "MaterialText",
                "MaterialVersion",
            ],
            "service": [
                "EDIT",
                "READ",
                "RETIRE",
                "add",
                "edit",
                "library",
                "lineage",
                "material_for",
                "replace",
                "restore",
                "retire",
            ],
            "store": ["ending", "get", "of_file", "of_unit", "same_file"],
            "transitions": ["MATERIAL", "Who"],
        },
    )

__all__ = [
    "DESCRIPTION_CHARS",
    "EDIT",
    "MATERIAL",
    "MOST_ACCOUNTS",
    "MOST_BYTES",
    "MOST_TAGS",
    "NOTE_CHARS",
    "READ",
    "RETIRE",
    "TEXT_CHARS",
    "TITLE_CHARS",
    "BadMaterial",
    "BadMaterialFile",
    "Consent",
    "Licence",
    "LicenceKind",
    "Material",
    "MaterialAction",
    "MaterialChanged",
    "MaterialError",
    "MaterialExists",
    "MaterialFile",
    "MaterialKind",
    "MaterialNotReady",
    "MaterialNotUsable",
    "MaterialProblem",
    "MaterialReach",
    "MaterialScope",
    "MaterialState",
    "MaterialText",
    "MaterialTicket",
    "MaterialVersion",
    "NotUsable",
    "UnknownMaterial",
    "Who",
    "add",
    "content_of",
    "edit",
    "ending",
    "files",
    "get",
    "labels",
    "library",
    "lineage",
    "material_for",
    "not_usable",
    "of_file",
    "of_unit",
    "replace",
    "restore",
    "retire",
    "rules",
    "same_file",
]
