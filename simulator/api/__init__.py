"""The server API (https://api.weixin.qq.com): one module a group, one table of paths."""

from simulator.api import basic, draft, kf, mass, material, menu, publish, qrcode, tokens, users

ENDPOINTS = {
    endpoint.path: endpoint
    for group in (tokens, basic, kf, menu, material, draft, mass, publish, users, qrcode)
    for endpoint in group.ENDPOINTS
}
