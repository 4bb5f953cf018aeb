"""服务: the service catalogue."""

from __future__ import annotations

import base64

from tests.cloud.console.cases import Case

READ = "catalogue:service:read"
EDIT = "catalogue:service:edit"
TYPED = {"typed": {"name": "车船税申报", "category": "我要报税", "phone": "12366"}}
BODY = base64.b64encode("服务名称,分类,咨询电话\n车船税申报,我要报税,12366\n".encode()).decode()
VERSION = {"number": "catalogue_version"}
FILE = {"file": {"name": "服务.csv", "base64": BODY}, "dry_run": False}

CASES = {
    ("GET", "/catalogue/{unit}/services"): Case(READ),
    ("GET", "/catalogue/{unit}/services/{service}"): Case(READ),
    ("GET", "/catalogue/{unit}/form"): Case(READ),
    ("POST", "/catalogue/{unit}/preview"): Case(READ, body=TYPED),
    ("POST", "/catalogue/{unit}/services"): Case(EDIT, body=TYPED),
    ("PUT", "/catalogue/{unit}/services/{service}"): Case(
        EDIT, body={"typed": {"fees": "不收费"}}, version="{service_mark}"
    ),
    ("POST", "/catalogue/{unit}/services/{service}/maintain"): Case(
        "catalogue:service:maintain", body={"notice": "系统升级"}
    ),
    ("POST", "/catalogue/{unit}/services/{service}/retire"): Case(
        "catalogue:service:retire", body={"notice": "已并入"}
    ),
    # The world's service runs as usual.
    ("POST", "/catalogue/{unit}/services/{service}/resume"): Case(
        "catalogue:service:maintain", body={}, good=409
    ),
    ("POST", "/catalogue/{unit}/links"): Case(EDIT),
    ("GET", "/catalogue/{unit}/versions"): Case(READ),
    ("GET", "/catalogue/{unit}/difference"): Case(READ),
    # The version in review is a draft no more.
    ("POST", "/catalogue/{unit}/versions/{number}/submit"): Case(
        "catalogue:version:submit", body={}, ids=VERSION, good=409
    ),
    ("POST", "/catalogue/{unit}/versions/{number}/release"): Case(
        "catalogue:version:release", ids=VERSION
    ),
    ("POST", "/catalogue/{unit}/versions/{number}/reject"): Case(
        "catalogue:version:reject", body={"reason": "网址不对"}, ids=VERSION
    ),
    ("POST", "/catalogue/{unit}/versions/{number}/restore"): Case(
        "catalogue:version:restore", ids=VERSION
    ),
    ("POST", "/catalogue/{unit}/import"): Case(EDIT, body=FILE),
    ("GET", "/catalogue/{unit}/file"): Case(READ),
}
