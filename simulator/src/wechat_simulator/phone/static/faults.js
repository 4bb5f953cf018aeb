// Faults as switches: one row a kind, aimed with the three fields above.

import { el } from "./dom.js";
import { ask } from "./server.js";

const GROUPS = { call: "接口", push: "回调", job: "群发与发布" };
let kinds = null;
let aim = null;

export async function drawFaults(box, appid, changed) {
  kinds ??= await ask("GET", "/faults");
  aim ??= drawAim();
  const path = `/accounts/${encodeURIComponent(appid)}/faults`;
  const on = appid ? await ask("GET", path) : [];
  const flip = async (kind, fault) => {
    if (fault) await ask("DELETE", `${path}/${fault.id}`);
    else await ask("POST", path, { kind, ...aimed() });
    await changed();
  };
  const rows = Object.entries(GROUPS).map(([at, title]) => [el("div", { class: "group" }, title),
    Object.entries(kinds).filter(([, kind]) => kind.at === at).map(([name, kind]) => row(name, kind, on.filter((f) => f.kind === name), flip, appid))]);
  const list = el("div", { class: "list" }, rows);
  if (aim.parentNode === box) box.lastChild.replaceWith(list);
  else box.replaceChildren(aim, list);
}

function drawAim() {
  return el("div", { class: "aim" },
    el("label", {}, "路径或事件", el("input", { name: "path", placeholder: "全部，可用 *", "aria-label": "路径或事件" })),
    el("label", {}, "从第几次", el("input", { name: "nth", type: "number", min: 1, value: 1, "aria-label": "从第几次" })),
    el("label", {}, "持续", el("select", { name: "times", "aria-label": "持续" }, el("option", { value: "1" }, "一次"), el("option", { value: "3" }, "三次"), el("option", { value: "" }, "一直"))));
}

function aimed() {
  const value = (name) => aim.querySelector(`[name=${name}]`).value.trim();
  const times = value("times");
  return { path: value("path"), nth: Number(value("nth")) || 1, times: times ? Number(times) : null };
}

function row(name, kind, on, flip, appid) {
  const [fault] = on;
  const where = fault ? (fault.path === "*" ? "" : `${fault.path.replace("/cgi-bin/", "")} · `) : "";
  const note = fault ? `${where}已中 ${fault.struck} 次` : "";
  return el("div", { class: `fault ${fault ? "on" : ""}` },
    el("button", { class: "switch", role: "switch", "aria-checked": String(Boolean(fault)), "aria-label": kind.label, disabled: !appid, onclick: () => flip(name, fault) }),
    el("span", {}, kind.label), el("small", { title: note }, note));
}
