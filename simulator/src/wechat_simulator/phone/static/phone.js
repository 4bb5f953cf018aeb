// The phone as a whole: its user, the page that is shown, and the events of the stream.

import { clock, el, face, icon } from "./dom.js";
import { chatPage, closePopups } from "./chat.js";
import { log, startLog } from "./log.js";
import { noticesPage } from "./notices.js";
import { readerPage } from "./reader.js";
import { chatsPage, contactsPage, discoverPage, folderPage, mePage, profilePage, scanPage } from "./screens.js";
import { server } from "./server.js";
import { listen, oneAtATime } from "./stream.js";

// The user of a phone that stands beside another one; such a page shows the phone alone.
const asked = new URLSearchParams(location.search);
const beside = asked.get("beside");
const screen = document.getElementById("screen");
const frame = document.querySelector(".phone");
// Pages that are drawn again after a change; the others show nothing that changes.
const DRAWN_AGAIN = ["chats", "contacts", "profile", "scan", "chat", "folder", "notices"];
const TABS = { chats: chatsPage, contacts: contactsPage, discover: discoverPage, me: mePage };

const app = {
  user: null,
  users: [],
  accounts: [],
  latestNews: new Map(),
  // Conversations that are being loaded: {appid, entries}; `entries` came from the stream meanwhile.
  loading: new Set(),
  // Accounts that show “typing”.
  typing: new Set(),
  page: null,
  // Each step back is a function that shows the page again with fresh data.
  trail: [],
  turn: 0,

  nav(title, shape, act, { back = true, label = "", onback = () => this.back() } = {}) {
    return el("div", { class: "nav" },
      back ? el("button", { "aria-label": "返回", onclick: onback }, icon("back")) : el("span"),
      el("h2", {}, title),
      shape ? el("button", { "aria-label": label || "更多", onclick: act }, icon(shape)) : el("span"));
  },

  show(page) {
    this.page = page;
    frame.classList.toggle("white", Boolean(page.white));
    frame.classList.toggle("dark", Boolean(page.dark));
    screen.dataset.page = page.name;
    screen.replaceChildren(...page.nodes);
    page.shown?.();
  },
  // Drawing may wait for the simulator; a page that is no longer wanted by then is dropped.
  async draw(draw) {
    const turn = ++this.turn;
    const page = await draw();
    if (turn === this.turn) this.show(page);
  },
  go(draw) { this.trail.push(draw); return this.draw(draw); },
  back() { this.trail.pop(); return this.again(); },
  again() { return this.draw(this.trail[this.trail.length - 1] || (() => chatsPage(this))); },

  goTab(name) { this.trail = []; return this.go(async () => { await this.refresh(); return TABS[name](this); }); },
  goFolder() { return this.go(async () => { await this.readNews(); return folderPage(this); }); },
  goProfile(appid) { return this.go(() => profilePage(this, this.account(appid))); },
  goNotices(appid) { return this.go(() => noticesPage(this, this.account(appid))); },
  goScan() { return this.go(() => scanPage(this)); },
  goChat(appid) {
    return this.go(async () => {
      const { id } = this.user;
      const meanwhile = { appid, entries: [] };
      this.loading.add(meanwhile);
      try {
        const entries = await server.chat(appid, id);
        await server.action(appid, id, "read");
        await this.refresh();
        return chatPage(this, this.account(appid), [...entries, ...meanwhile.entries]);
      } finally {
        this.loading.delete(meanwhile);
      }
    });
  },
  openUrl(url, account) { if (url) this.go(() => readerPage(this, url, account)); },

  account(appid) { return this.accounts.find((account) => account.appid === appid); },
  refresh: oneAtATime(async () => {
    const { user } = app;
    const accounts = user ? await server.phone(user.id) : [];
    // If the user has changed meanwhile, a refresh of the new user follows.
    if (user === app.user) app.accounts = accounts;
  }),
  readNews: oneAtATime(async () => {
    const { user } = app;
    for (const account of app.accounts.filter((a) => a.following && a.kind === "subscription")) {
      const news = (await server.chat(account.appid, user.id)).filter((e) => e.type === "news" && e.direction === "in" && e.pushed);
      if (user !== app.user) return;
      if (news.length) app.latestNews.set(account.appid, news[news.length - 1]);
      else app.latestNews.delete(account.appid);
    }
  }),

  async follow(account) {
    await attempt(() => server.action(account.appid, this.user.id, "follow"));
    await this.refresh();
    this.trail = [() => chatsPage(this)];
    await this.goChat(account.appid);
  },
  askUnfollow(account) {
    sheet(`不再关注“${account.name}”后，将不再收到其下发的消息`, "不再关注", async () => {
      await attempt(() => server.action(account.appid, this.user.id, "unfollow"));
      await this.refresh();
      this.goTab("chats");
    });
  },
  async scan(appid, scene) {
    await attempt(() => server.action(appid, this.user.id, "scan", { scene }));
    await this.refresh();
    this.trail = [() => chatsPage(this)];
    await this.goChat(appid);
  },
  send(account, message) { return attempt(() => server.action(account.appid, this.user.id, "send", message)); },
  press(account, button) {
    if (button.type === "view") {
      attempt(() => server.action(account.appid, this.user.id, "view", { url: button.url }));
      this.openUrl(button.url, account);
    } else if (button.type === "click") {
      attempt(() => server.action(account.appid, this.user.id, "click", { key: button.key }));
    } else if (button.type === "miniprogram") {
      attempt(() => server.action(account.appid, this.user.id, "event", { event: "view_miniprogram", path: button.pagepath || "" }));
      toast("这里会打开小程序");
    } else {
      this.pressAndGive(account, button);
    }
  },
  // Menus that ask for something: a code, a picture, a place.
  async pressAndGive(account, button) {
    const happened = (more) => attempt(() => server.action(account.appid, this.user.id, "event", { event: button.type, key: button.key, ...more }));
    if (button.type.startsWith("scancode")) {
      const result = await this.prompt("扫到的内容", "https://example.org/invoice/1");
      if (result) await happened({ result });
    } else if (button.type.startsWith("pic_")) {
      this.pickPicture(async (file) => {
        await happened({});
        const { media_id } = await server.upload(account.appid, this.user.id, "image", file);
        this.send(account, { type: "image", media_id });
      });
    } else if (button.type === "location_select") {
      const label = await this.prompt("位置", "市民服务中心");
      const place = { x: "25.0389", y: "102.7183", scale: "15", label };
      if (label) { await happened(place); this.send(account, { type: "location", ...place }); }
    } else {
      toast(`这里会打开“${button.type}”的内容`);
    }
  },
  pickPicture(then) {
    const picker = el("input", { type: "file", accept: "image/*", onchange: () => { if (picker.files[0]) then(picker.files[0]); } });
    picker.click();
  },
  // A draft's preview is not counted as an article: the server refuses, and no message is shown.
  async onArticle(account, action, body, done) {
    try { await server.action(account.appid, this.user.id, action, body); if (done) toast(done); } catch (error) { if (done) toast(error.message); }
  },
  say: (text) => toast(text),
  prompt: (question, value) => Promise.resolve(window.prompt(question, value)),
};

async function attempt(action) {
  try { return await action(); } catch (error) { toast(error.message); return null; }
}

function toast(text) {
  const node = el("div", { class: "toast" }, text);
  screen.append(node);
  setTimeout(() => node.remove(), 2200);
}

function sheet(question, label, act) {
  const node = el("div", { class: "sheet", onclick: () => node.remove() }, el("div", {}, el("p", {}, question),
    el("button", { class: "danger", onclick: act }, label), el("button", {}, "取消")));
  screen.append(node);
}

async function choose(user) {
  app.user = user;
  app.typing.clear();
  if (!beside) localStorage.setItem("user", user.id);
  drawPeople();
  await app.goTab("chats");
}

function drawPeople() {
  document.getElementById("people").replaceChildren(...app.users.map((user) => el("li", {}, el("button", { class: user.id === app.user?.id ? "on" : "", onclick: () => choose(user) },
    face(user.nickname, user.id), el("b", {}, user.nickname)),
    user.id === app.user?.id ? null : el("button", { class: "putbeside", "aria-label": `并排打开${user.nickname}`, title: "并排打开", onclick: () => putBeside(user) }, icon("plus")))));
}

// One more phone on the desk; a second click takes it away. The log makes room.
function putBeside(user) {
  const stage = document.querySelector(".stage");
  const there = stage.querySelector(`iframe[data-user="${CSS.escape(user.id)}"]`);
  if (there) there.remove();
  else stage.append(el("iframe", { class: "besides", title: `${user.nickname}的手机`, "data-user": user.id, src: `/?beside=${encodeURIComponent(user.id)}` }));
  document.body.classList.toggle("several", Boolean(stage.querySelector("iframe.besides")));
}

const loadUsers = oneAtATime(async () => {
  app.users = await server.users();
  if (!app.users.length) app.users = [await server.addUser()];
  drawPeople();
});

async function onEntry({ appid, user, entry }) {
  if (user !== app.user?.id) return;
  app.typing.delete(appid);
  for (const one of app.loading) if (one.appid === appid) one.entries.push(entry);
  const open = app.page?.name === "chat" && app.page.appid === appid;
  if (open) {
    app.page.typing(false);
    app.page.append(entry);
    await server.action(appid, user, "read");
  }
  await app.refresh();
  if (["chats", "folder"].includes(app.page?.name)) app.again();
}

function onTyping({ appid, user, on }) {
  if (user !== app.user?.id) return;
  if (on) app.typing.add(appid); else app.typing.delete(appid);
  if (app.page?.name === "chat" && app.page.appid === appid) app.page.typing(on);
}

const showChanges = oneAtATime(async () => {
  await loadUsers();
  if (!app.users.some((user) => user.id === app.user?.id)) {
    const holder = beside || localStorage.getItem("user");
    await choose(app.users.find((user) => user.id === holder) || app.users[0]);
    return;
  }
  await app.refresh();
  if (DRAWN_AGAIN.includes(app.page?.name)) await app.again();
});

async function load() {
  app.typing.clear();
  await Promise.all([showChanges(), log.load()]);
  document.body.dataset.ready = "yes";
}

function tick() {
  const now = new Date();
  document.getElementById("clock").textContent = clock(now.getTime() / 1000);
  setTimeout(tick, (60 - now.getSeconds()) * 1000);
}

document.getElementById("newcomer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = event.target.elements.nickname;
  const user = await server.addUser(input.value.trim());
  input.value = "";
  await loadUsers();
  await choose(user);
});
document.addEventListener("click", closePopups);

tick();
startLog();
document.body.classList.toggle("alone", Boolean(beside));
listen({ entry: onEntry, changed: showChanges, call: log.add, typing: onTyping }, load);
