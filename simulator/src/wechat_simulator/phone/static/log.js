// The panel beside the phone: callbacks and API calls, newest first; click one to see it whole.

import { el } from "./dom.js";
import { callList } from "./stream.js";

const KEPT = 120;
let wanted = "";

const list = document.getElementById("calls");

export const log = callList({ draw: drawCall, clear: () => list.replaceChildren(), kept: KEPT });

export function startLog() {
  for (const button of document.querySelectorAll("#filters button")) {
    button.addEventListener("click", () => {
      wanted = button.dataset.kind;
      document.querySelectorAll("#filters button").forEach((b) => b.classList.toggle("on", b === button));
      for (const item of list.children) item.hidden = Boolean(wanted) && !item.classList.contains(wanted);
    });
  }
}

function drawCall(call) {
  const bad = Boolean(call.error) || call.errcode > 0;
  const tries = call.attempts && call.attempts.length > 1 ? ` ×${call.attempts.length}` : "";
  const result = call.kind === "api" ? (call.errcode ? call.errcode : "ok") : call.status || "—";
  const at = new Date(call.at * 1000).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  const item = el("li", { class: `${call.kind} ${bad ? "bad" : ""}` }, el("details", {},
    el("summary", {}, el("time", {}, at), el("span", { class: "kind" }, call.kind === "api" ? "接口" : "回调"),
      el("span", { class: "what", title: call.what }, call.what.replace("/cgi-bin/", ""), call.detail ? el("em", {}, call.detail) : null), el("span", { class: "end" }, `${result}${tries} · ${call.ms} ms`)),
    call.error ? [el("h4", {}, "问题"), el("pre", {}, call.error)] : null,
    el("h4", {}, "请求"), el("pre", {}, call.request || "（空）"), el("h4", {}, "应答"), el("pre", {}, call.response || "（空）")));
  item.hidden = Boolean(wanted) && call.kind !== wanted;
  list.prepend(item);
  while (list.children.length > KEPT) list.lastChild.remove();
}
