// Calls and callbacks, newest first: filtered by account, kind and words; open one to see it whole.

import { el } from "./dom.js";
import { callList } from "./stream.js";

const KEPT = 300;
const wanted = { kind: "", words: "", appid: "" };
const labels = {};
const list = document.getElementById("calls");

export const traffic = callList({ draw: drawCall, clear: () => { list.replaceChildren(); sift(); }, kept: KEPT });

export function startTraffic() {
  for (const button of document.querySelectorAll("#filters button")) {
    button.addEventListener("click", () => {
      wanted.kind = button.dataset.kind;
      document.querySelectorAll("#filters button").forEach((b) => b.classList.toggle("on", b === button));
      sift();
    });
  }
  document.getElementById("search").addEventListener("input", (event) => {
    wanted.words = event.target.value.trim().toLowerCase();
    sift();
  });
}

export function setLabels(kinds) {
  for (const [name, kind] of Object.entries(kinds)) labels[name] = kind.label;
}

export function setAccount(appid) {
  wanted.appid = appid;
  sift();
}

function fits(item) {
  const kind = !wanted.kind || item.classList.contains(wanted.kind);
  const mine = !wanted.appid || !item.dataset.appid || item.dataset.appid === wanted.appid;
  return kind && mine && (!wanted.words || item.words.includes(wanted.words));
}

function sift() {
  for (const item of list.children) item.hidden = !fits(item);
  document.getElementById("nothing").hidden = [...list.children].some((item) => !item.hidden);
}

function drawCall(call) {
  const bad = Boolean(call.error) || Boolean(call.errcode);
  const item = el("li", { class: `${call.kind} ${bad ? "bad" : ""}`, "data-appid": call.appid || "" }, el("details", {}, head(call)));
  item.words = [call.what, call.detail, call.openid, call.request, call.response].join(" ").toLowerCase();
  // The details are drawn when the call is opened; most calls never are.
  item.firstChild.addEventListener("toggle", () => { if (!item.querySelector(".inside")) item.firstChild.append(inside(call)); }, { once: true });
  item.hidden = !fits(item);
  list.prepend(item);
  while (list.children.length > KEPT) list.lastChild.remove();
  document.getElementById("nothing").hidden = true;
}

function head(call) {
  const at = new Date(call.at * 1000).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  const tries = call.attempts && call.attempts.length > 1 ? ` ×${call.attempts.length}` : "";
  const result = call.kind === "api" ? (call.status ? call.errcode || "ok" : "断开") : call.status || "—";
  return el("summary", {}, el("time", {}, at), el("span", { class: "kind" }, call.kind === "api" ? "接口" : "回调"),
    el("span", { class: "what", title: call.what }, call.what.replace("/cgi-bin/", ""), call.detail ? el("em", {}, call.detail) : null,
      (call.faults || []).map((fault) => el("span", { class: "misfortune" }, labels[fault] || fault))),
    el("span", { class: "end" }, `${result}${tries} · ${call.ms} ms`));
}

function inside(call) {
  const tries = (call.attempts || []).map((attempt, n) => el("span", { class: attempt.error ? "bad" : "" },
    `第 ${n + 1} 次：${attempt.error || attempt.status} · ${attempt.ms} ms`));
  return el("div", { class: "inside" },
    tries.length ? el("div", { class: "tries" }, tries) : null,
    call.error ? [el("h4", {}, "问题"), el("pre", {}, call.error)] : null,
    el("h4", {}, call.kind === "api" ? "请求" : "推送（解密后）"), el("pre", { class: "request" }, pretty(call.request) || "（空）"),
    call.reply ? [el("h4", {}, "回复（解密后）"), el("pre", { class: "reply" }, JSON.stringify(call.reply, null, 2))] : null,
    el("h4", {}, call.reply ? "应答原文" : "应答"), el("pre", { class: `response ${call.reply ? "raw" : ""}` }, pretty(call.response) || "（空）"));
}

function pretty(text) {
  if (!text) return "";
  if (text.startsWith("{") || text.startsWith("[")) {
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
  }
  return text.startsWith("<xml>") ? indented(text) : text;
}

// One element a line; text stays beside its tags. For display only.
function indented(xml) {
  let depth = 0;
  return xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>|>\s*<(?!!)/g, (found) => (found.startsWith("<!") ? found : ">\n<")).split("\n").map((line) => {
    if (/^<\//.test(line)) depth -= 1;
    const shown = "  ".repeat(Math.max(0, depth)) + line;
    if (/^<[^/!][^>]*>$/.test(line) && !line.includes("</")) depth += 1;
    return shown;
  }).join("\n");
}
