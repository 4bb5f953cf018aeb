// The panel beside the phone: callbacks and API calls, newest first; click one to see it whole.

import { el } from "./dom.js";
import { server } from "./server.js";

const KEPT = 120;
let wanted = "";

export async function startLog() {
  const list = document.getElementById("calls");
  for (const button of document.querySelectorAll("#filters button")) {
    button.addEventListener("click", () => {
      wanted = button.dataset.kind;
      document.querySelectorAll("#filters button").forEach((b) => b.classList.toggle("on", b === button));
      for (const item of list.children) item.hidden = Boolean(wanted) && !item.classList.contains(wanted);
    });
  }
  (await server.calls()).slice(-KEPT).forEach(addCall);
}

export function addCall(call) {
  const list = document.getElementById("calls");
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
