// 订阅通知 on the phone: the pop-up over a page or an article, and the settings of an account's notices.

import { el, faceOf } from "./dom.js";
import { server } from "./server.js";

export const IN_PAGE = 1;
export const IN_ARTICLE = 2;

// Asks for these templates and tells the account; resolves to {answers}, or {problem} where nothing can be asked.
// Whoever keeps a choice, or has agreed for good, is not asked again.
export async function askForNotices(app, account, ids, scene) {
  await app.refresh();
  const known = app.account(account.appid).notices;
  const templates = ids.map((id) => known.find((one) => one.id === id));
  if (!ids.length || templates.includes(undefined)) return { problem: "template not found" };
  const open = templates.filter((one) => !one.answer);
  const given = Object.fromEntries(templates.map((one) => [one.id, one.answer || "reject"]));
  let keep = false;
  if (open.length) {
    const chosen = await popup(account, templates);
    keep = chosen.keep;
    for (const one of open) given[one.id] = chosen.ids.has(one.id) ? "accept" : "reject";
  }
  try {
    const { answers } = await server.action(account.appid, app.user.id, "notice", { answers: given, keep, scene });
    return { answers };
  } catch (error) {
    return { problem: error.message };
  }
}

function popup(account, templates) {
  const longTerm = templates.some((one) => one.long_term);
  return new Promise((resolve) => {
    const boxes = templates.map((one) => [one, el("input", { type: "checkbox", checked: one.answer !== "reject", disabled: Boolean(one.answer) })]);
    const keep = el("input", { type: "checkbox" });
    const close = (ids) => { sheet.remove(); resolve({ ids: new Set(ids), keep: keep.checked }); };
    const allow = () => close(boxes.filter(([, box]) => box.checked).map(([one]) => one.id));
    const rows = boxes.map(([one, box]) => el("label", { class: "wanted" }, templates.length > 1 ? box : null, el("span", {}, one.title, el("small", {}, preview(one.content)))));
    const sheet = el("div", { class: "ask", role: "dialog", "aria-modal": "true", "aria-label": "订阅通知" }, el("div", {},
      el("p", { class: "from" }, faceOf(account), account.name, el("span", {}, "申请")),
      el("h3", {}, longTerm ? "向你长期发送以下通知" : "向你发送一次以下通知"),
      rows,
      longTerm ? null : el("label", { class: "keep" }, keep, "总是保持以上选择，不再询问"),
      el("div", { class: "choices" }, el("button", { onclick: () => close([]) }, "取消"), el("button", { class: "green", onclick: allow }, "允许"))));
    document.getElementById("screen").append(sheet);
    sheet.querySelector("button.green").focus();
  });
}

const preview = (content) => content.replaceAll(/:\{\{.*?\}\}/g, "").replaceAll("\n", "、");

export function noticesPage(app, account) {
  const change = async (one, on) => {
    await server.action(account.appid, app.user.id, "notice_settings", { template_id: one.id, answer: on ? "accept" : "reject" });
    await app.refresh();
    app.again();
  };
  const rows = account.notices.map((one) => el("label", { class: "setting" },
    el("span", {}, one.title, el("small", {}, standing(one))),
    el("input", { type: "checkbox", role: "switch", checked: one.answer === "accept" || (!one.answer && one.left > 0), onchange: (event) => change(one, event.target.checked) })));
  return { name: "notices", appid: account.appid, nodes: [
    app.nav("通知管理", null, null),
    el("div", { class: "scroll" }, el("div", { class: "section" }, `是否接收“${account.name}”的通知`), el("div", { class: "rows" }, rows))] };
}

function standing(one) {
  if (one.answer === "reject") return "已拒收";
  if (one.long_term) return one.answer === "accept" ? "长期通知，已允许" : "长期通知，尚未允许";
  const left = one.left ? `还可发送 ${one.left} 条` : "目前不能发送";
  return one.answer === "accept" ? `一次性通知，总是允许；${left}` : `一次性通知，${left}`;
}
