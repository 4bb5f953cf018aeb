"""The server API (https://api.weixin.qq.com): one module a group, one table of paths."""

from wechat_simulator.api import (
    agents,
    basic,
    comment,
    conditional_menus,
    datacube,
    draft,
    kf,
    mass,
    material,
    menu,
    notice,
    publish,
    qrcode,
    sessions,
    tags,
    template,
    tokens,
    users,
)

GROUPS = (
    tokens,
    basic,
    kf,
    agents,
    sessions,
    menu,
    conditional_menus,
    material,
    draft,
    mass,
    publish,
    comment,
    users,
    tags,
    qrcode,
    notice,
    template,
    datacube,
)
ENDPOINTS = {endpoint.path: endpoint for group in GROUPS for endpoint in group.ENDPOINTS}
