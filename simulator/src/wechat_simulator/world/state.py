"""The state of the platform as plain records, which are written to JSON and read again."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from wechat_simulator.world.crowd import Synthetic
from wechat_simulator.world.web_grants import WebCode, WebToken

DAYS_3 = 3 * 86400


@dataclass
class Token:
    """An access token; `family` keeps `token` and `stable_token` apart (sheet §2.1)."""

    value: str
    family: str
    issued_at: float
    expires_at: float


@dataclass
class Window:
    """A right to send customer-service messages, opened by the follower (sheet §2.7)."""

    cause: str
    until: float
    left: int


@dataclass
class Follower:
    """One user as one account sees them."""

    openid: str
    user: str
    subscribed: bool = False
    subscribe_time: int = 0
    subscribe_scene: str = "ADD_SCENE_SEARCH"
    qr_scene: str = ""
    tags: list[int] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    mass_times: list[float] = field(default_factory=list)
    chat: list[dict[str, Any]] = field(default_factory=list)
    read_to: int = 0
    remark: str = ""
    blocked: bool = False
    synthetic: int | None = None
    wrote: list[str] = field(default_factory=list)
    # 订阅通知: one-time consents left; long-term consents; choices that the follower keeps or has set.
    notices: dict[str, int] = field(default_factory=dict)
    notices_standing: list[str] = field(default_factory=list)
    notice_choices: dict[str, str] = field(default_factory=dict)


@dataclass
class Media:
    """A file in an account's library, permanent or for three days."""

    media_id: str
    kind: str
    permanent: bool
    name: str
    mime: str
    size: int
    created_at: int
    title: str = ""
    introduction: str = ""
    listed: bool = True

    def expired(self, now: float) -> bool:
        """Temporary media expire after three days (sheet §2.3)."""
        return not self.permanent and now >= self.created_at + DAYS_3


@dataclass
class Draft:
    media_id: str
    articles: list[dict[str, Any]]
    created_at: int
    updated_at: int


@dataclass
class Mass:
    """A mass send from acceptance to its finish event."""

    msg_id: int
    msg_data_id: int
    msgtype: str
    content: dict[str, Any]
    article_ids: list[str]
    audience: list[str]
    accepted_at: float
    status: str = "SENDING"
    sent: int = 0
    failed: int = 0
    crowd: int = 0
    awaits_admin_until: float | None = None
    ignore_reprint: bool = False
    call: str = ""


@dataclass
class ClientMsgId:
    msg_id: int
    first_at: float
    last_at: float


@dataclass
class Publication:
    publish_id: str
    article_id: str
    article_ids: list[str]
    accepted_at: float
    status: int = 1
    call: str = ""
    msg_data_id: int = 0
    # 1-based: which articles the review or the original check refused
    failed: list[int] = field(default_factory=list)


@dataclass
class QrCode:
    ticket: str
    scene: str
    action: str
    url: str
    expires_at: float | None
    created_at: float

    @property
    def lasting(self) -> bool:
        return self.expires_at is None

    def expired(self, now: float) -> bool:
        return self.expires_at is not None and now >= self.expires_at


@dataclass
class Comment:
    """A reader's comment under an article (sheet §2.9)."""

    id: int
    openid: str
    user: str
    content: str
    at: int
    elected: bool = False
    reply: str = ""
    reply_at: int = 0


@dataclass
class ConditionalMenu:
    menuid: str
    button: list[dict[str, Any]]
    matchrule: dict[str, Any]


@dataclass
class Agent:
    """A customer-service account (客服帐号)."""

    kf_account: str
    kf_id: int
    nickname: str
    bound: bool = False
    online: bool = False
    invited: str = ""
    avatar: str = ""


@dataclass
class Session:
    """A conversation with a person: `agent` is empty while the follower waits in the queue."""

    openid: str
    agent: str
    since: float
    last: float


@dataclass
class Article:
    """A page at /s/{id}, which followers open."""

    id: str
    appid: str
    title: str
    author: str
    digest: str
    content: str
    source_url: str
    cover: str
    published_at: float
    kind: str = "news"
    images: list[str] = field(default_factory=list)
    deleted: bool = False
    msg_data_id: int = 0
    idx: int = 1
    notified: bool = False
    comments_open: bool = False
    fans_only: bool = False
    comments: list[Comment] = field(default_factory=list)
    # reads: day → user → scene; shares: day → user → scene. Each user counts once a day.
    reads: dict[str, dict[str, str]] = field(default_factory=dict)
    shares: dict[str, dict[str, str]] = field(default_factory=dict)
    # day → figure (zaikan, like, collect) → users; each user counts once an article.
    marks: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    # A past that nobody lived: day → figure → count; readers by scene, as `read:朋友圈`.
    past: dict[str, dict[str, int]] = field(default_factory=dict)
    # Components that ask for 订阅通知; each has template ids.
    notices: list[list[str]] = field(default_factory=list)


@dataclass
class Fault:
    """A fault that is switched on; `world.faults.KINDS` describes the kinds."""

    id: str
    kind: str
    path: str = "*"
    nth: int = 1
    times: int | None = 1
    probability: float | None = None
    seed: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    struck: int = 0


@dataclass
class Account:
    appid: str
    name: str
    kind: str
    original_id: str
    secret: str
    token: str
    aes_key: str
    mode: str
    format: str
    callback_url: str
    ip_allowlist: list[str] = field(default_factory=list)
    mass_daily: int | None = None
    description: str = ""
    avatar: str = ""
    tokens: list[Token] = field(default_factory=list)
    forced_refreshes: list[float] = field(default_factory=list)
    followers: dict[str, Follower] = field(default_factory=dict)
    menu: dict[str, Any] | None = None
    # Made on the platform's own page: menu/get does not tell of it.
    menu_on_page: bool = False
    media: dict[str, Media] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    masses: dict[str, Mass] = field(default_factory=dict)
    client_msg_ids: dict[str, ClientMsgId] = field(default_factory=dict)
    publications: dict[str, Publication] = field(default_factory=dict)
    qrcodes: dict[str, QrCode] = field(default_factory=dict)
    permanent_codes: int = 100_000
    tags: dict[str, str] = field(default_factory=dict)
    used: dict[str, dict[str, int]] = field(default_factory=dict)
    mass_used: dict[str, int] = field(default_factory=dict)
    quota_clears: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    synthetic: Synthetic = field(default_factory=Synthetic)
    quotas: dict[str, int] = field(default_factory=dict)
    minute: dict[str, list[int]] = field(default_factory=dict)
    mass_protection: bool = False
    mass_speed: int = 0
    ip_risk: bool = False
    verified: bool = True
    # 网页授权: whether the account has it (None: by kind and verification), and the hosts that get codes.
    oauth: bool | None = None
    oauth_domains: list[str] = field(default_factory=list)
    web_codes: dict[str, WebCode] = field(default_factory=dict)
    web_tokens: dict[str, WebToken] = field(default_factory=dict)
    autoreply: dict[str, Any] = field(default_factory=dict)
    conditional_menus: list[ConditionalMenu] = field(default_factory=list)
    agents: dict[str, Agent] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    kf_records: list[dict[str, Any]] = field(default_factory=list)
    # Given to /_sim: title pattern → CheckState; template id → title and content.
    original_check: dict[str, int] = field(default_factory=dict)
    templates: dict[str, dict[str, str]] = field(default_factory=dict)
    notice_templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    # 订阅通知: whether the account has them (None: by kind and verification), and its categories.
    notices: bool | None = None
    notice_categories: list[int] = field(default_factory=lambda: [616])
    js_tickets: list[Token] = field(default_factory=list)
    # How the statistics are told: `late`, `not_ready`, `least` (control/accounts.py).
    statistics: dict[str, Any] = field(default_factory=dict)
    # Followers of a made past whom nobody can write to: only the statistics know them.
    counted_only: int = 0
    # day → name of a figure → count; the statistics calls read these.
    stats: dict[str, dict[str, int]] = field(default_factory=dict)

    def by_openid(self, openid: str) -> Follower | None:
        """The follower with a record under this openid; records are only ever added."""
        index: dict[str, Follower] = self.__dict__.setdefault("_by_openid", {})
        if len(index) < len(self.followers):
            index.update((f.openid, f) for f in islice(self.followers.values(), len(index), None))
        return index.get(openid)


@dataclass
class User:
    """Somebody with a phone."""

    id: str
    nickname: str
    colour: int = 0


@dataclass
class State:
    accounts: dict[str, Account] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    ledger: list[dict[str, Any]] = field(default_factory=list)
    sequence: int = 0
    clock_offset: float = 0.0
