// The conversation with one account.

import { clock, el, face, faceOf, icon } from "./dom.js";
import { draw } from "./content.js";
import { server } from "./server.js";

const QUIET_SECONDS = 300;
const drafts = new Map();
const keyboardWanted = new Set();

export function chatPage(app, account, entries) {
  const phone = {
    appid: account.appid,
    open: (url) => app.openUrl(url, account),
    reply: (content, id) => app.send(account, { type: "text", content, ...(id ? { bizmsgmenuid: id } : {}) }),
  };
  const talk = el("div", { class: "talk", id: "talk" });
  const scroll = el("div", { class: "scroll" }, talk);
  const bar = el("div");
  let lastAt = 0;
  let lastId = 0;

  function append(entry) {
    // The stream may repeat an entry that was loaded.
    if (entry.id <= lastId) return;
    lastId = entry.id;
    if (entry.at - lastAt > QUIET_SECONDS) talk.append(el("div", { class: "stamp" }, clock(entry.at)));
    lastAt = entry.at;
    talk.append(lineOf(entry, app, account, phone));
    scroll.scrollTop = scroll.scrollHeight;
    for (const image of talk.querySelectorAll("img:not([data-seen])")) {
      image.dataset.seen = "1";
      image.addEventListener("load", () => { scroll.scrollTop = scroll.scrollHeight; });
    }
  }

  function typing(on) {
    talk.querySelector(".typing")?.remove();
    if (!on) return;
    talk.append(el("div", { class: "line typing" }, faceOf(account), el("div", { class: "bubble dots" }, el("i"), el("i"), el("i"))));
    scroll.scrollTop = scroll.scrollHeight;
  }

  function showBar() {
    const menu = account.menu && account.menu.button;
    const writing = !menu || keyboardWanted.has(account.appid);
    bar.replaceChildren(writing ? keyboard(app, account, Boolean(menu), showBar) : menuBar(app, account, menu, showBar));
    scroll.scrollTop = scroll.scrollHeight;
  }

  entries.forEach(append);
  if (app.typing.has(account.appid)) typing(true);
  showBar();
  queueMicrotask(() => { scroll.scrollTop = scroll.scrollHeight; });
  return {
    name: "chat", appid: account.appid, append, typing,
    nodes: [app.nav(account.name, "person", () => app.goProfile(account.appid)), scroll, bar],
  };
}

function lineOf(entry, app, account, phone) {
  if (entry.direction === "system") return el("div", { class: "notice" }, entry.content);
  const content = draw(entry, phone);
  if (entry.type === "news" || entry.type === "notice") return content;
  const out = entry.direction === "out";
  return el("div", { class: `line ${out ? "out" : "in"}` }, out ? face(app.user.nickname, app.user.id) : faceOf(account), content);
}

function menuBar(app, account, buttons, redraw) {
  const tops = el("div", { class: "tops" }, buttons.map((button) => top(app, account, button)));
  const flip = el("button", { class: "flip", "aria-label": "键盘", onclick: () => { keyboardWanted.add(account.appid); redraw(); } }, icon("keyboard"));
  return el("div", { class: "bar" }, flip, tops);
}

function top(app, account, button) {
  const subs = button.sub_button || [];
  const holder = el("div", { class: "top" });
  const main = el("button", { class: subs.length ? "has" : "" }, button.name);
  main.addEventListener("click", (event) => {
    event.stopPropagation();
    const open = holder.querySelector(".popup");
    closePopups();
    if (!subs.length) { app.press(account, button); return; }
    if (open) return;
    main.setAttribute("aria-expanded", "true");
    holder.append(el("div", { class: "popup" }, subs.map((sub) => el("button", { onclick: () => { closePopups(); app.press(account, sub); } }, sub.name))));
  });
  holder.append(main);
  return holder;
}

export function closePopups() {
  document.querySelectorAll(".popup").forEach((popup) => popup.remove());
  document.querySelectorAll("[aria-expanded]").forEach((node) => node.removeAttribute("aria-expanded"));
}

function keyboard(app, account, hasMenu, redraw) {
  const drawer = el("div", { class: "drawer", hidden: true });
  const input = el("input", { name: "message", autocomplete: "off", "aria-label": "消息", enterkeyhint: "send", value: drafts.get(account.appid) || "" });
  const tail = el("span", { class: "icon" });
  const showTail = () => {
    drafts.set(account.appid, input.value);
    tail.replaceChildren(input.value.trim()
      ? el("button", { class: "go", type: "submit" }, "发送")
      : el("button", { type: "button", class: "icon", "aria-label": "更多", onclick: () => { drawer.hidden = !drawer.hidden; } }, icon("plus")));
  };
  input.addEventListener("input", showTail);
  const form = el("form", { class: "write" }, input, tail);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const content = input.value.trim();
    if (!content) return;
    input.value = "";
    showTail();
    app.send(account, { type: "text", content });
  });
  showTail();
  drawer.append(...extras(app, account));
  const flip = hasMenu && el("button", { class: "flip", "aria-label": "菜单", onclick: () => { keyboardWanted.delete(account.appid); redraw(); } }, icon("list"));
  return el("div", {}, el("div", { class: "bar" }, flip, form), drawer);
}

function extras(app, account) {
  const picker = el("input", { type: "file", accept: "image/*", hidden: true });
  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    if (!file) return;
    const { media_id } = await server.upload(account.appid, app.user.id, "image", file);
    app.send(account, { type: "image", media_id });
    picker.value = "";
  });
  const speak = async () => {
    const said = await app.prompt("说些什么（将作为语音识别结果）", "我想预约办税");
    if (!said) return;
    const { media_id } = await server.upload(account.appid, app.user.id, "voice", new File(["#!AMR\n"], "voice.amr"));
    app.send(account, { type: "voice", media_id, format: "amr", recognition: said });
  };
  const place = { type: "location", x: "25.0389", y: "102.7183", scale: "15", label: "市民服务中心" };
  const things = [
    ["photo", "相册", () => picker.click()],
    ["mic", "语音", speak],
    ["place", "位置", () => app.send(account, place)],
    ["chain", "链接", () => app.send(account, { type: "link", title: "分享的网页", description: "来自浏览器的分享", url: "https://example.org/" })],
    ["list", "文件", () => app.send(account, { type: "file", title: "申报表.xlsx", file_key: "key", md5: "d41d8cd98f00b204e9800998ecf8427e", size: "20480" })],
    ["me", "表情", () => app.send(account, { type: "sticker" })],
  ];
  return [...things.map(([name, label, act]) => el("button", { type: "button", onclick: act }, el("i", {}, icon(name)), label)), picker];
}
