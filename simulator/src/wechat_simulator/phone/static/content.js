// The content of a message's bubble.

import { el, icon, picture } from "./dom.js";

const LINK = /<a\s+[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"'，。；）]+)/gi;

// phone: {appid, open(url), reply(text, id)}
export function richText(text, phone) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index));
    const target = decode(match[1] ?? match[2] ?? match[4]);
    parts.push(tappable(target, match[4] ?? decode(match[3]), phone));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts.map((part) => (typeof part === "string" ? decode(part) : part));
}

function decode(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}

function tappable(target, label, phone) {
  if (target.startsWith("weixin://bizmsgmenu")) {
    const query = new URLSearchParams(target.split("?")[1] || "");
    const said = query.get("msgmenucontent") || label;
    return el("button", { class: "tap", onclick: () => phone.reply(said, query.get("msgmenuid") || "") }, label);
  }
  if (!/^https?:\/\//i.test(target)) return label;
  return el("a", { href: target, onclick: (event) => { event.preventDefault(); phone.open(target); } }, label);
}

const file = (phone, id) => `/mmbiz/${encodeURIComponent(phone.appid)}/${encodeURIComponent(id)}`;

function newsCard(entry, phone) {
  const [lead, ...others] = entry.articles;
  const single = others.length === 0;
  return el("div", { class: `news ${single ? "single" : ""}` },
    el("button", { class: "lead", onclick: () => phone.open(lead.url) },
      picture(lead.cover, "cover"),
      el("b", {}, lead.title),
      single && lead.digest ? el("small", {}, lead.digest) : null),
    others.map((article) => el("button", { class: "more", onclick: () => phone.open(article.url) },
      el("span", {}, article.title),
      article.cover ? picture(article.cover, "small") : null)));
}

function menuMessage(entry, phone) {
  return el("div", { class: "bubble" }, entry.head,
    entry.items.map((item) => el("button", { class: "tap menuitem", onclick: () => phone.reply(item.content, item.id) }, item.content)),
    entry.tail);
}

// 订阅通知 and template messages: a card whose lines are a name and a value.
function noticeCard(entry, phone) {
  const lines = entry.content.split("\n").filter(Boolean).map((line) => {
    const [name, ...value] = line.split(/[:：]/);
    return value.length ? el("p", {}, el("span", {}, name), el("b", {}, value.join(":"))) : el("p", {}, line);
  });
  const more = entry.url || entry.miniprogram;
  return el("button", { class: "noticecard", onclick: () => entry.url && phone.open(entry.url) },
    el("strong", {}, entry.title), lines, more ? el("i", {}, entry.url ? "查看详情" : "进入小程序查看") : null);
}

const DRAW = {
  text: (entry, phone) => el("div", { class: "bubble" }, entry.direction === "out" ? entry.content : richText(entry.content, phone)),
  image: (entry, phone) => el("img", { class: "photo", alt: "图片", src: entry.media_id ? file(phone, entry.media_id) : entry.pic_url }),
  voice: (entry) => el("div", { class: "bubble voice" }, icon("voice"), el("span", {}, entry.recognition || '5″')),
  video: (entry) => el("div", { class: "film" }, el("span", {}, entry.title || "")),
  shortvideo: () => el("div", { class: "film" }),
  music: (entry, phone) => el("button", { class: "tune", onclick: () => phone.open(entry.url) },
    el("img", { src: file(phone, entry.thumb_media_id), alt: "" }), el("span", {}, el("b", {}, entry.title), el("small", {}, entry.description))),
  location: (entry) => el("div", { class: "place" }, el("b", {}, entry.label || "位置"), el("small", {}, `${entry.x}, ${entry.y}`), el("i", {})),
  link: (entry, phone) => el("button", { class: "link", onclick: () => phone.open(entry.url) }, el("b", {}, entry.title), el("small", {}, entry.description || entry.url)),
  miniprogrampage: (entry) => el("div", { class: "link" }, el("b", {}, entry.title), el("small", {}, "小程序")),
  file: (entry) => el("div", { class: "link" }, el("b", {}, entry.title || "文件"), el("small", {}, "文件")),
  sticker: () => el("div", { class: "bubble" }, "[表情]"),
  red_packet: () => el("div", { class: "bubble" }, "[红包]"),
  msgmenu: menuMessage,
  news: newsCard,
  notice: noticeCard,
};

export function draw(entry, phone) {
  const how = DRAW[entry.type];
  return how ? how(entry, phone) : el("div", { class: "bubble" }, `[${entry.type}]`);
}

const WORDS = { image: "[图片]", voice: "[语音]", video: "[视频]", shortvideo: "[视频]", music: "[音乐]", location: "[位置]", link: "[链接]", msgmenu: "[菜单消息]", miniprogrampage: "[小程序]", file: "[文件]", sticker: "[表情]", red_packet: "[红包]" };

export function inOneLine(entry) {
  if (!entry) return "";
  if (entry.type === "news") return entry.articles[0].title;
  if (entry.type === "notice") return entry.title;
  if (entry.type === "text") return decode(entry.content.replace(/<[^>]*>/g, "")).replace(/\s+/g, " ");
  return WORDS[entry.type] || "[消息]";
}
