// The platform page: traffic, faults, clock, quotas and mass sends of one account or of all.

import { el } from "./dom.js";
import { drawFaults } from "./faults.js";
import { drawMenu } from "./menu.js";
import { ask } from "./server.js";
import { listen, oneAtATime } from "./stream.js";
import { setAccount, setLabels, startTraffic, traffic } from "./traffic.js";

const COLOURS = ["#2a6fd6", "#c8102e", "#0a8f6a", "#d9822b", "#6a4fc1", "#0b8aa8"];
const KIND = { subscription: "订阅号", service: "服务号" };
const STATUS = { SENDING: "发送中", SEND_SUCCESS: "已发送", SEND_FAIL: "未发送", DELETE: "已删除" };
const page = { appid: localStorage.getItem("appid") || "", accounts: [], clock: null };

const box = (id) => document.getElementById(id);
const at = (path) => `/accounts/${encodeURIComponent(page.appid)}${path}`;
const number = (value) => value.toLocaleString("zh-CN");

async function choose(appid) {
  page.appid = appid;
  localStorage.setItem("appid", appid);
  setAccount(appid);
  await refresh();
}

function drawAccounts() {
  box("accounts").replaceChildren(...page.accounts.map((account, n) => el("li", {}, el("button", {
    class: account.appid === page.appid ? "on" : "", onclick: () => choose(account.appid) },
    el("span", { class: "face", style: `background:${COLOURS[n % COLOURS.length]}` }, account.avatar || [...account.name][0] || "?"),
    el("span", {}, el("b", {}, account.name), el("small", {}, `${KIND[account.kind]} · ${number(account.followers)} 位粉丝`))))));
}

async function drawQuotas() {
  if (!page.appid) return box("quotas").replaceChildren(el("p", {}, "还没有公众号"));
  const { calls, masses } = await ask("GET", at("/quotas"));
  const rows = [{ path: "群发", used: masses.used, limit: masses.limit }, ...calls.sort((a, b) => b.used / b.limit - a.used / a.limit)];
  box("quotas").replaceChildren(...rows.slice(0, 12).map(({ path, used, limit }) => el("div", { class: `quota ${used >= limit ? "full" : ""}` },
    el("span", {}, el("code", { title: path }, path.replace("/cgi-bin/", "")), el("em", {}, `${number(used)} / ${number(limit)}`)),
    el("i", { style: `--used:${limit ? Math.min(100, (100 * used) / limit) : 100}%` }))));
}

function drawClock() {
  const now = new Date((page.clock.now + (Date.now() - page.clock.asked) / 1000) * 1000);
  const parts = now.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false }).split(" ");
  const day = now.toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai", weekday: "short" });
  const moved = Math.abs(page.clock.offset) > 1;
  box("clockcard").replaceChildren(el("div", { class: "now" }, parts[1], el("small", {}, `${parts[0]} ${day}`)),
    el("p", {}, moved ? "时钟已拨动：配额、窗口期、凭证和统计都按它计算" : "与真实时间一致（北京时间）"),
    el("div", { class: "row-buttons" },
      [["＋10 分钟", 600], ["＋1 小时", 3600], ["＋1 天", 86400]].map(([label, move]) => el("button", { class: "pill", onclick: () => moveTo({ move }) }, label)),
      el("button", { class: "pill", onclick: () => moveTo({ to: tomorrowAtEight(now) }) }, "明早 8 点"),
      moved ? el("button", { class: "pill stop", onclick: () => moveTo({ real: true }) }, "复位") : null));
}

function tomorrowAtEight(now) {
  const local = new Date(now.getTime() + 32 * 3600e3);
  return `${local.toISOString().slice(0, 10)}T08:00`;
}

async function moveTo(body) {
  page.clock = { ...(await ask("POST", "/clock", body)), asked: Date.now() };
  drawClock();
}

function setting(account, name, label) {
  const on = account[name];
  const flip = () => ask("PUT", at(""), { [name]: !on }).then(refresh);
  return el("div", { class: "fault" }, el("button", { class: "switch", role: "switch", "aria-checked": String(on), "aria-label": label, onclick: flip }), el("span", {}, label));
}

async function drawMasses() {
  const masses = page.appid ? await ask("GET", at("/masses")) : [];
  const now = page.clock.now + (Date.now() - page.clock.asked) / 1000;
  const decide = (mass, verb) => ask("POST", at(`/masses/${mass.msg_id}/${verb}`)).then(refresh);
  const account = page.accounts.find((one) => one.appid === page.appid);
  box("masses").replaceChildren(...(account ? [setting(account, "mass_protection", "群发保护：先由管理员确认"), setting(account, "ip_risk", "取凭证的 IP 待确认（89503）")] : []), ...(masses.length ? masses.slice(0, 5).map((mass) => {
    const waits = mass.awaits_admin_until !== null;
    const left = waits ? Math.max(0, Math.round((mass.awaits_admin_until - now) / 60)) : 0;
    return el("div", { class: `mass ${waits ? "waits" : ""}` },
      el("span", { class: "state" }, waits ? `待管理员确认，剩 ${left} 分钟` : `${STATUS[mass.status]} ${mass.sent ? `${number(mass.sent)} 人` : ""}`),
      el("b", {}, mass.titles[0] || mass.content || mass.type), mass.titles.length > 1 ? `（共 ${mass.titles.length} 篇）` : "",
      waits ? el("div", { class: "row-buttons" },
        el("button", { class: "pill go", onclick: () => decide(mass, "confirm") }, `确认群发给 ${number(mass.audience)} 人`),
        el("button", { class: "pill stop", onclick: () => decide(mass, "refuse") }, "拒绝")) : null);
  }) : [el("p", {}, "还没有群发。开启群发保护的公众号，会在这里等待管理员确认。")]));
}

const refresh = oneAtATime(async () => {
  page.accounts = await ask("GET", "/accounts");
  if (!page.accounts.some((account) => account.appid === page.appid)) {
    page.appid = page.accounts[0]?.appid || "";
    setAccount(page.appid);
  }
  page.clock = { ...(await ask("GET", "/clock")), asked: Date.now() };
  drawAccounts();
  drawClock();
  await Promise.all([drawQuotas(), drawMasses(), drawMenu(box("menu"), box("menuform"), page.appid, refresh), drawFaults(box("faults"), page.appid, refresh)]);
});

// Many calls may come in a second; the figures are loaded once after them.
let due = 0;
function soon() {
  if (due) return;
  due = setTimeout(() => { due = 0; refresh(); }, 250);
}

async function load() {
  setLabels(await ask("GET", "/faults"));
  await choose(page.appid);
  await traffic.load();
  document.body.dataset.ready = "yes";
}

startTraffic();
setInterval(() => { if (page.clock) drawClock(); }, 1000);
listen({ call: (call) => { traffic.add(call); soon(); }, changed: soon }, load);
