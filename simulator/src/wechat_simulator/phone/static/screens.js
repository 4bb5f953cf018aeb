// Everything on the phone that is not a conversation. Each returns {name, nodes, …}.

import { ago, el, face, faceOf, icon, picture } from "./dom.js";
import { inOneLine } from "./content.js";

const KIND = { subscription: "公众号", service: "服务号" };
const badge = (count) => (count ? el("span", { class: "badge" }, count > 99 ? "99+" : String(count)) : null);

function row(portrait, title, text, at, count, act) {
  portrait.append(badge(count) ?? "");
  return el("button", { class: "row", onclick: act }, portrait,
    el("span", { class: "words" }, el("span", { class: "top" }, el("b", {}, title), at ? el("time", {}, ago(at)) : null), el("small", {}, text)));
}

function tabs(app, here) {
  const unread = app.accounts.reduce((sum, account) => sum + (account.following ? account.unread : 0), 0);
  const all = [["chats", "chats", "微信"], ["contacts", "contacts", "通讯录"], ["discover", "compass", "发现"], ["me", "me", "我"]];
  return el("div", { class: "tabs" }, all.map(([name, shape, label]) => el("button", { class: name === here ? "on" : "", onclick: () => app.goTab(name) },
    el("span", { class: "icon" }, icon(shape), name === "chats" ? badge(unread) : null), label)));
}

export function chatsPage(app) {
  const rows = [];
  const folder = app.accounts.filter((account) => account.kind === "subscription" && account.following);
  const newest = folder.filter((a) => a.last).sort((a, b) => b.last.at - a.last.at)[0];
  if (folder.length) {
    const unread = folder.reduce((sum, account) => sum + account.unread, 0);
    const portrait = el("span", { class: "face list", style: "background:#10aeff" }, icon("list"));
    portrait.firstChild.setAttribute("style", "width:28px;fill:none;stroke:#fff;stroke-width:2");
    rows.push([newest?.last?.at || 0, row(portrait, "订阅号消息", newest ? `${newest.name}：${inOneLine(newest.last)}` : "", newest?.last?.at, unread, () => app.goFolder())]);
  }
  for (const account of app.accounts.filter((a) => a.kind === "service" && a.following)) {
    rows.push([account.last?.at || 0, row(faceOf(account, "list"), account.name, inOneLine(account.last), account.last?.at, account.unread, () => app.goChat(account.appid))]);
  }
  rows.sort((a, b) => b[0] - a[0]);
  const nothing = el("div", { class: "empty" }, app.accounts.length ? "还没有关注公众号" : "平台上还没有公众号", el("br"), app.accounts.length ? "点上方“搜索”找一个关注吧" : "用 /_sim/accounts 添加一个");
  return { name: "chats", nodes: [
    app.nav("微信", "plus", () => app.goScan(), { back: false, label: "扫一扫" }),
    el("div", { class: "scroll" }, el("button", { class: "search", onclick: () => app.goTab("contacts") }, "搜索"),
      rows.length ? el("div", { class: "rows" }, rows.map(([, node]) => node)) : nothing),
    tabs(app, "chats")] };
}

export function contactsPage(app) {
  const part = (title, list) => (list.length ? [el("div", { class: "section" }, title), el("div", { class: "rows" }, list.map((account) =>
    row(faceOf(account, "list"), account.name, account.description || KIND[account.kind], 0, 0, () => app.goProfile(account.appid))))] : []);
  const followed = app.accounts.filter((account) => account.following);
  const others = app.accounts.filter((account) => !account.following);
  return { name: "contacts", nodes: [
    app.nav("公众号", null, null, { back: false }),
    el("div", { class: "scroll" }, part("可关注的公众号", others), part("已关注", followed), app.accounts.length ? null : el("div", { class: "empty" }, "平台上还没有公众号")),
    tabs(app, "contacts")] };
}

export function discoverPage(app) {
  return { name: "discover", nodes: [
    app.nav("发现", null, null, { back: false }),
    el("div", { class: "scroll" },
      el("button", { class: "entry", onclick: () => app.goScan() }, icon("scan"), "扫一扫"), el("div", { class: "gap" }),
      el("button", { class: "entry", onclick: () => app.goTab("contacts") }, icon("search"), "搜一搜")),
    tabs(app, "discover")] };
}

export function mePage(app) {
  return { name: "me", white: false, nodes: [
    el("div", { class: "scroll" }, el("div", { class: "profile" }, el("div", { class: "head" }, face(app.user.nickname, app.user.id, "big"),
      el("div", {}, el("h3", {}, app.user.nickname), el("div", { class: "kind" }, `微信号：${app.user.id}`)))),
      el("div", { class: "gap" }), el("button", { class: "entry", onclick: () => app.goTab("contacts") }, icon("contacts"), "关注的公众号")),
    tabs(app, "me")] };
}

export function folderPage(app) {
  const list = app.accounts.filter((account) => account.kind === "subscription" && account.following);
  const strip = el("div", { class: "strip" }, list.map((account) => {
    const portrait = faceOf(account);
    portrait.append(badge(account.unread) ?? "");
    return el("button", { onclick: () => app.goChat(account.appid) }, portrait, el("span", {}, account.name));
  }));
  const cards = list.filter((a) => a.last).sort((a, b) => b.last.at - a.last.at).map((account) => feedCard(app, account));
  return { name: "folder", nodes: [app.nav("订阅号消息", null, null), el("div", { class: "scroll" }, el("div", { class: "feed" }, strip, cards))] };
}

function feedCard(app, account) {
  const recent = app.latestNews.get(account.appid);
  const body = recent
    ? el("div", { class: "news" }, articleLead(app, account, recent.articles[0]), recent.articles.slice(1).map((article) =>
      el("button", { class: "more", onclick: () => app.openUrl(article.url, account) }, el("span", {}, article.title), article.cover ? picture(article.cover, "small") : null)))
    : el("button", { class: "say", onclick: () => app.goChat(account.appid) }, inOneLine(account.last));
  return el("div", { class: "feedcard" }, el("button", { class: "who", onclick: () => app.goChat(account.appid) },
    faceOf(account), account.name, el("time", {}, ago((recent || account.last).at))), body);
}

function articleLead(app, account, article) {
  return el("button", { class: "lead", onclick: () => app.openUrl(article.url, account) },
    picture(article.cover, "cover"), el("b", {}, article.title));
}

export function profilePage(app, account) {
  const acts = account.following
    ? [el("button", { class: "act link", onclick: () => app.goChat(account.appid) }, "发消息"), el("button", { class: "act", onclick: () => app.askUnfollow(account) }, "已关注")]
    : [el("button", { class: "act green", onclick: () => app.follow(account) }, "关注公众号")];
  const tiles = account.articles.map((article) => el("button", { class: "tile", onclick: () => app.openUrl(`/s/${article.id}`, account) },
    el("span", {}, article.title, el("small", {}, ago(article.at))), picture(article.cover, "small")));
  return { name: "profile", white: true, appid: account.appid, nodes: [
    app.nav("", account.following ? "dots" : null, () => app.askUnfollow(account)),
    el("div", { class: "scroll" }, el("div", { class: "profile" },
      el("div", { class: "head" }, faceOf(account, "big"), el("div", {}, el("h3", {}, account.name), el("div", { class: "kind" }, `${KIND[account.kind]} · ${account.followers} 位粉丝`))),
      el("p", {}, account.description || "这个公众号还没有介绍。"), el("div", { class: "acts" }, acts)),
    account.notices.length ? [el("div", { class: "gap", style: "background:#ededed" }), el("button", { class: "entry", onclick: () => app.goNotices(account.appid) }, icon("list"), "通知管理")] : null,
    el("div", { class: "gap", style: "background:#ededed" }), tiles.length ? [el("div", { class: "section" }, "文章"), tiles] : null)] };
}

export function scanPage(app) {
  const pick = el("select", { name: "account", "aria-label": "公众号" }, app.accounts.map((account) => el("option", { value: account.appid }, account.name)));
  const scene = el("input", { name: "scene", placeholder: "输入场景值，如 hall-province", "aria-label": "场景值", autocomplete: "off" });
  const finder = el("div", { class: "finder" }, el("i"));
  const form = el("form", {}, pick, scene, el("button", { class: "act green" }, "扫码"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pick.value && scene.value.trim()) app.scan(pick.value, scene.value.trim());
  });
  const codes = app.accounts.flatMap((account) => account.qrcodes.map((code) => el("button", { onclick: () => app.scan(account.appid, code.scene) },
    el("img", { src: `/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`, alt: "" }), el("span", {}, code.scene, el("small", {}, account.name)))));
  return { name: "scan", dark: true, nodes: [el("div", { class: "scanner" }, app.nav("扫一扫", null, null), finder, form, el("div", { class: "codes" }, codes))] };
}
