// 网页授权 in a frame of the phone. The frame's name says whose phone it is; a browser without one is not WeChat's.

const PHONE = /^wechat-phone:(.+)$/.exec(window.name);

const whichPhone = document.querySelector("[data-which-phone]");
if (whichPhone && PHONE && !new URLSearchParams(location.search).has("phone")) {
  // After the load, so that the phone counts this page, and then that it is passed through.
  addEventListener("load", () => setTimeout(() => {
    parent.postMessage({ wechat: "passing" }, "*");
    location.replace(`${location.pathname}${location.search}&phone=${encodeURIComponent(PHONE[1])}`);
  }));
} else if (whichPhone) {
  whichPhone.hidden = false;
}

document.querySelector("[data-refuse]")?.addEventListener("click", () => parent.postMessage({ wechat: "close" }, "*"));
