// WeChat's script for foreign pages, as far as the simulator plays it: wx.config, and <wx-open-subscribe>.
// It speaks with the phone around the page; in any other browser nothing answers, as with WeChat's own.

(() => {
  const waiting = new Map();
  let last = 0;
  const ask = (wechat, content) => new Promise((resolve) => {
    last += 1;
    waiting.set(last, resolve);
    if (parent !== window) parent.postMessage({ wechat, id: last, ...content }, "*");
  });
  addEventListener("message", (event) => {
    if (event.source !== parent || !waiting.has(event.data?.wechatAnswer)) return;
    waiting.get(event.data.wechatAnswer)(event.data.content);
    waiting.delete(event.data.wechatAnswer);
  });

  let begun;
  const configured = new Promise((resolve) => { begun = resolve; });
  window.wx = {
    config(given) {
      const shown = { appId: given.appId, timestamp: given.timestamp, nonceStr: given.nonceStr, signature: given.signature };
      ask("config", { given: shown, url: location.href.split("#")[0] }).then((good) => begun({ good, tags: given.openTagList || [] }));
    },
    ready(act) { configured.then(({ good }) => { if (good) act(); }); },
    error(act) { configured.then(({ good }) => { if (!good) act({ errMsg: "config:invalid signature" }); }); },
  };

  class Subscribe extends HTMLElement {
    connectedCallback() {
      configured.then(({ good, tags }) => { if (good && tags.includes("wx-open-subscribe")) this.draw(); });
    }

    // The page's own look stands in a <template> or a script of type text/wxtag-template; styles do not reach in.
    draw() {
      const parts = [...this.querySelectorAll('template, script[type="text/wxtag-template"]')];
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.innerHTML = parts.map((part) => part.innerHTML).join("");
      root.addEventListener("click", () => this.subscribe());
      this.dispatchEvent(new CustomEvent("ready"));
    }

    async subscribe() {
      const templates = (this.getAttribute("template") || "").split(",").map((one) => one.trim()).filter(Boolean);
      const { answers, problem } = await ask("subscribe", { templates });
      if (!answers) {
        this.dispatchEvent(new CustomEvent("error", { detail: { errCode: 20001, errMsg: `subscribe:fail ${problem}` } }));
        return;
      }
      const details = Object.entries(answers).map(([id, status]) => [id, JSON.stringify({ status })]);
      this.dispatchEvent(new CustomEvent("success", { detail: { errMsg: "subscribe:ok", subscribeDetails: JSON.stringify(Object.fromEntries(details)) } }));
    }
  }
  customElements.define("wx-open-subscribe", Subscribe);
})();
