// What opens over a conversation: an article of the platform's, a page of this machine, the address of any other.

import { el } from "./dom.js";
import { IN_ARTICLE, IN_PAGE, askForNotices } from "./notices.js";
import { server } from "./server.js";

// The phone calls nothing beside this machine: another page is named, and opens outside if one wants it.
const HERE = ["127.0.0.1", "localhost", location.hostname];
// WeChat's own name for the address of 网页授权, which the simulator serves itself.
const AUTHORIZE = /^\/connect\//;
const OPEN_WEIXIN = "open.weixin.qq.com";

export function readerPage(app, url, account) {
  const asked = new URL(url, location.href);
  const authorizes = AUTHORIZE.test(asked.pathname) && (asked.hostname === OPEN_WEIXIN || asked.host === location.host);
  const target = authorizes ? new URL(asked.pathname + asked.search, location.href) : asked;
  const here = HERE.includes(target.hostname);
  if (here && target.pathname.startsWith("/s/")) return articlePage(app, target, account);
  // The simulator's own pages give orders: they stand in no frame. Those of 网页授权 give none.
  if (authorizes || (here && target.protocol === "http:" && target.host !== location.host)) return webPage(app, target, account);
  return { name: "reader", white: true, nodes: [app.nav(target.hostname, null, null),
    el("div", { class: "nopage" }, "微信会在这里打开网页：", el("br"), el("br"), outside(target, target.href))] };
}

function articlePage(app, target, account) {
  const id = target.pathname.slice(3);
  // Without allow-scripts nothing runs in it; of the same origin, so that a tapped link opens in the phone.
  const frame = el("iframe", { class: "reader", title: "文章", sandbox: "allow-same-origin", src: target.pathname, onload: () => {
    frame.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link) return;
      event.preventDefault();
      if (link.dataset.notices) subscribe(app, account, link.dataset.notices.split(" "));
      else if (/^https?:$/.test(link.protocol)) app.openUrl(link.href, account);
    });
  } });
  const bar = account ? el("div", { class: "readerbar" },
    el("button", { onclick: async () => { const content = await app.prompt("写留言", ""); if (content) app.onArticle(account, "comment", { article: id, content }, "留言已提交，精选后显示"); } }, "写留言"),
    el("button", { onclick: () => app.onArticle(account, "share", { article: id }, "已分享到朋友圈") }, "分享")) : null;
  if (bar) app.onArticle(account, "open", { article: id });
  return { name: "reader", white: true, nodes: [app.nav("", "dots", () => account && app.goProfile(account.appid)), frame, bar].filter(Boolean) };
}

async function subscribe(app, account, ids) {
  const { answers, problem } = account ? await askForNotices(app, account, ids, IN_ARTICLE) : { problem: "没有公众号" };
  app.say(problem || (Object.values(answers).includes("accept") ? "订阅成功" : "未订阅"));
}

// A page as WeChat's own browser shows it: back leads to the page before, and from the first one to the conversation.
// The page has to let itself be framed by this machine; what others may do to it in a frame, the sandbox keeps back.
function webPage(app, target, account) {
  let opened = 0;
  let returning = false;
  const frame = el("iframe", { class: "reader", title: "网页", name: `wechat-phone:${app.user.id}`, sandbox: "allow-scripts allow-forms allow-same-origin", src: target.href, onload: () => {
    opened += returning ? -1 : 1;
    returning = false;
  } });
  // What WeChat's own pages and its script in foreign pages ask of the phone.
  let owner = account;
  const reply = (id, content) => frame.contentWindow?.postMessage({ wechatAnswer: id, content }, "*");
  const asks = {
    passing: () => { opened -= 1; },
    close: () => app.back(),
    config: async ({ id, given, url }) => {
      const found = app.account(given.appId);
      const { ok } = found ? await server.signed(found.appid, { ...given, url }) : { ok: false };
      if (ok) owner = found;
      reply(id, ok);
    },
    subscribe: async ({ id, templates }) => reply(id, owner ? await askForNotices(app, owner, templates, IN_PAGE) : { problem: "no account" }),
  };
  const listen = (event) => {
    if (!frame.isConnected) window.removeEventListener("message", listen);
    else if (event.source === frame.contentWindow) asks[event.data?.wechat]?.(event.data);
  };
  window.addEventListener("message", listen);
  const onback = () => {
    if (opened < 2) return app.back();
    returning = true;
    return history.back();
  };
  return { name: "reader", white: true, nodes: [app.nav(target.host, null, null, { onback }), frame,
    el("div", { class: "readerbar" }, outside(target, "在浏览器里打开"))] };
}

const outside = (target, label) => el("a", { href: target.href, target: "_blank", rel: "noopener noreferrer" }, label);
