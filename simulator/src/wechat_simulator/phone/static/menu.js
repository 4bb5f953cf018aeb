// The menu as somebody changes it on the platform's own page: a card that shows it, and a dialog with its entries.
// What may be entered, and how much of it, the simulator says with the menu.

import { el } from "./dom.js";
import { ask } from "./server.js";

const SIGNS = { up: "↑", down: "↓", remove: "✕" };
const bytes = (text) => new TextEncoder().encode(text).length;
const aim = (entry) => [entry.url, entry.key, entry.value, entry.pagepath, entry.media_id, entry.article_id].find(Boolean) || "";

export async function drawMenu(box, dialog, appid, changed) {
  if (!appid) {
    box.dataset.drawn = "";
    return box.replaceChildren(el("p", {}, "还没有公众号"));
  }
  const path = `/accounts/${encodeURIComponent(appid)}/menu`;
  const found = await ask("GET", path);
  // Each call draws the page again; a menu that is as it was keeps its button, and with it the focus of the keyboard.
  const mark = path + JSON.stringify(found);
  if (box.dataset.drawn === mark) return;
  box.dataset.drawn = mark;
  const focused = box.contains(document.activeElement);
  const made = !found.button.length ? "没有菜单" : found.on_page ? "在平台页面上设置" : "由接口设置（menu/create）";
  box.replaceChildren(el("p", {}, made),
    el("ul", { class: "menulist" }, found.button.map((top) => [line(top, found), (top.sub_button || []).map((sub) => line(sub, found, "sub"))])),
    el("div", { class: "row-buttons" }, el("button", { class: "pill", onclick: () => openForm(dialog, path, changed) }, "修改菜单")));
  // A dialog gives the focus back to the button that opened it; that one may have been replaced since.
  const opener = box.querySelector("button");
  dialog.onclose = () => opener.focus();
  if (focused) opener.focus();
}

function line(entry, { types }, style = "") {
  const kind = entry.sub_button?.length ? "" : types[entry.type]?.label || entry.type;
  return el("li", { class: style }, el("span", {}, entry.name), kind ? el("small", { title: aim(entry) }, `${kind} · ${aim(entry)}`) : null);
}

async function openForm(dialog, path, changed) {
  const found = await ask("GET", path);
  // An entry that a program has set does what the page does not offer: it keeps that until another type is chosen.
  const ofCall = (entry) => Boolean(entry.type) && !found.types[entry.type];
  const opened = (entry) => ({ type: "view", ...entry, set: ofCall(entry) ? { ...entry } : null, sub_button: (entry.sub_button || []).map(opened) });
  const form = { dialog, path, changed, ...found, tops: found.button.map(opened), error: "" };
  draw(form);
  dialog.showModal();
  focus(form, "0:name");
}

function draw(form) {
  const { dialog, tops, limits } = form;
  dialog.replaceChildren(el("form", { onsubmit: (event) => { event.preventDefault(); save(form); } },
    el("header", {}, el("h2", { id: "menuform-title" }, "修改菜单"),
      el("button", { type: "button", class: "pill", onclick: () => dialog.close() }, "取消")),
    el("p", {}, "就像有人在微信公众平台的页面上修改：不经过接口，也不通知公众号的服务器。保存后 menu/get 不再返回菜单（46003）。"),
    el("div", { class: "tops" }, tops.map((top, n) => drawTop(form, top, n)),
      tops.length ? null : el("p", { class: "none" }, "没有菜单项。这样保存，菜单就停用了。")),
    el("footer", {},
      el("button", { type: "button", class: "pill", "data-at": "add", disabled: tops.length >= limits.top, onclick: () => add(form, tops, `${tops.length}:name`) }, "＋ 一级菜单"),
      el("p", { class: "error", role: "alert" }, form.error),
      el("button", { type: "submit", class: "pill go" }, "保存"))));
}

function drawTop(form, top, n) {
  const subs = top.sub_button;
  return el("fieldset", {}, el("legend", {}, `菜单 ${n + 1}`),
    drawEntry(form, form.tops, n, `${n}`, form.limits.top_name),
    subs.map((_, m) => el("div", { class: "below" }, drawEntry(form, subs, m, `${n}.${m}`, form.limits.sub_name))),
    el("button", { type: "button", class: "pill", "data-at": `${n}:add`, disabled: subs.length >= form.limits.sub, onclick: () => add(form, subs, `${n}.${subs.length}:name`) },
      subs.length ? "＋ 子菜单" : "＋ 子菜单（代替本项的内容）"));
}

function drawEntry(form, list, n, at, longest) {
  const entry = list[n];
  const where = `菜单 ${at.split(".").map((part) => Number(part) + 1).join(".")} `;
  const act = (label, name, possible, run) => el("button", { type: "button", class: "pill", "aria-label": where + label, title: label, "data-at": `${at}:${name}`, disabled: !possible, onclick: run }, SIGNS[name]);
  return el("div", { class: "menuentry" },
    el("div", { class: "namerow" }, field(entry, "name", `${where}名称`, `${at}:name`, longest),
      act("上移", "up", n > 0, () => shift(form, list, n, -1, at)),
      act("下移", "down", n < list.length - 1, () => shift(form, list, n, 1, at)),
      act("删除", "remove", true, () => remove(form, list, n, at))),
    entry.sub_button.length ? null : drawAction(form, entry, where, at));
}

function drawAction(form, entry, where, at) {
  const choose = (event) => { entry.type = event.target.value; draw(form); focus(form, `${at}:type`); };
  const kinds = Object.entries(form.types).map(([name, kind]) => [name, kind.label]);
  if (entry.set) kinds.unshift([entry.set.type, `${entry.set.type}（由接口设置）`]);
  const select = el("select", { "aria-label": `${where}类型`, "data-at": `${at}:type`, onchange: choose },
    kinds.map(([name, label]) => el("option", { value: name, selected: name === entry.type }, label)));
  const needs = form.types[entry.type]?.needs || [];
  return el("div", { class: "action" }, select,
    needs.length ? needs.map((name) => value(form, entry, name, where, at)) : el("code", { title: aim(entry) }, aim(entry)));
}

function value(form, entry, name, where, at) {
  const kind = { img: "image", voice: "voice" }[entry.type];
  if (kind) {
    const chosen = form.material.filter((one) => one.kind === kind);
    return el("select", { "aria-label": `${where}素材`, "data-at": `${at}:${name}`, onchange: (event) => { entry[name] = event.target.value; } },
      el("option", { value: "" }, chosen.length ? "请选择素材" : "素材库里还没有这类素材"),
      chosen.map((one) => el("option", { value: one.media_id, selected: one.media_id === entry[name] }, one.name)));
  }
  return field(entry, name, where + form.fields[name], `${at}:${name}`, form.limits[name], form.fields[name]);
}

// A text with its length in WeChat's bytes; too long, it is red, and the simulator refuses it.
function field(entry, name, label, at, longest, hint = "名称") {
  const count = el("em", {});
  const show = () => {
    const size = bytes(entry[name] || "");
    count.textContent = longest ? `${size}/${longest}` : "";
    count.classList.toggle("over", Boolean(longest) && size > longest);
  };
  const input = el("input", { "aria-label": label, placeholder: hint, "data-at": at, value: entry[name] || "", oninput: () => { entry[name] = input.value; show(); } });
  show();
  return el("label", { class: "counted" }, input, count);
}

function add(form, list, at) {
  list.push({ name: "", type: "view", url: "", set: null, sub_button: [] });
  draw(form);
  focus(form, at);
}

function shift(form, list, n, by, at) {
  [list[n], list[n + by]] = [list[n + by], list[n]];
  draw(form);
  const moved = [...at.split(".").slice(0, -1), n + by].join(".");
  focus(form, `${moved}:${by < 0 ? "up" : "down"}`, `${moved}:name`);
}

function remove(form, list, n, at) {
  list.splice(n, 1);
  draw(form);
  const above = at.split(".").slice(0, -1);
  focus(form, `${[...above, Math.min(n, list.length - 1)].join(".")}:name`, above.length ? `${above[0]}:add` : "add");
}

// The keyboard goes on where it was: drawing again has replaced what had the focus.
function focus(form, ...places) {
  for (const at of places) {
    const found = form.dialog.querySelector(`[data-at="${at}"]:not(:disabled)`);
    if (found) return found.focus();
  }
}

// What an entry is told to do: the fields of its type alone, or what a program has set.
function told(form, entry) {
  if (entry.sub_button.length) return { name: entry.name, sub_button: entry.sub_button.map((sub) => told(form, sub)) };
  const { sub_button: _, ...set } = entry.set || {};
  if (entry.set?.type === entry.type) return { ...set, name: entry.name };
  const needs = form.types[entry.type]?.needs || [];
  return { name: entry.name, type: entry.type, ...Object.fromEntries(needs.map((name) => [name, (entry[name] || "").trim()])) };
}

async function save(form) {
  try {
    await ask("PUT", form.path, { button: form.tops.map((top) => told(form, top)) });
  } catch (error) {
    form.dialog.querySelector(".error").textContent = error.message;
    return;
  }
  form.dialog.close();
  await form.changed();
}
