// Elements of the page, made from values. Text stays text: nothing here parses HTML except the icons below, which are
// our own.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// A picture that fails to load leaves a coloured area, not a broken sign.
export function picture(src, style = "") {
  const blank = () => el("span", { class: `${style} blank` });
  if (!src) return blank();
  const image = el("img", { class: style, src, alt: "" });
  image.addEventListener("error", () => image.replaceWith(blank()));
  return image;
}

const SHAPES = {
  back: '<path d="M15 5l-7 7 7 7"/>',
  person: '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.6-4 3.2-6 7-6s6.4 2 7 6"/>',
  dots: '<circle cx="5.5" cy="12" r=".9"/><circle cx="12" cy="12" r=".9"/><circle cx="18.5" cy="12" r=".9"/>',
  plus: '<circle cx="12" cy="12" r="9"/><path d="M12 8v8M8 12h8"/>',
  chats: '<path d="M10 4.5c-4.1 0-7.5 2.7-7.5 6 0 1.9 1.1 3.6 2.8 4.7l-.6 2.3 2.5-1.3c.9.2 1.8.3 2.8.3 4.1 0 7.5-2.7 7.5-6s-3.4-6-7.5-6z"/><path d="M17.8 10.2c2.3.8 3.9 2.6 3.9 4.7 0 1.5-.8 2.8-2.1 3.8l.4 1.9-2-1c-2.5.5-5-.1-6.5-1.5"/>',
  contacts: '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 2.9-6 6.5-6s6 2 6.5 6M16 7h5.5M17 11h4.5M18.5 15h3"/>',
  compass: '<circle cx="12" cy="12" r="9"/><path d="M15.5 8.5l-2 5-5 2 2-5z"/>',
  me: '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.7-4.5 3.6-6.5 8-6.5s7.3 2 8 6.5z"/>',
  scan: '<path d="M4 8V5.5C4 4.7 4.7 4 5.5 4H8M16 4h2.5c.8 0 1.5.7 1.5 1.5V8M20 16v2.5c0 .8-.7 1.5-1.5 1.5H16M8 20H5.5C4.7 20 4 19.3 4 18.5V16M3.5 12h17"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
  keyboard: '<rect x="3" y="6" width="18" height="12" rx="2"/><path d="M7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M7 14h.01M10 14h5M17.5 14h.01"/>',
  list: '<path d="M5 7h14M5 12h14M5 17h14"/>',
  voice: '<path d="M8 9.5a4 4 0 010 5M11.5 7a8 8 0 010 10M15 4.5a12 12 0 010 15"/>',
  photo: '<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="M4 17l5-4.5 3.5 3 3-2.5 4.5 4"/>',
  place: '<path d="M12 21c4-4.5 6.5-7.8 6.5-11a6.5 6.5 0 00-13 0c0 3.2 2.5 6.5 6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  mic: '<rect x="9" y="3.5" width="6" height="11" rx="3"/><path d="M5.5 11.5c0 3.6 2.9 6.5 6.5 6.5s6.5-2.9 6.5-6.5M12 18v3"/>',
  chain: '<path d="M10 14a4 4 0 005.7 0l3-3a4 4 0 00-5.7-5.7l-1.2 1.2M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1.2-1.2"/>',
};

export function icon(name) {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true">${SHAPES[name]}</svg>`;
  return holder.content.firstChild;
}

const COLOURS = ["#2a6fd6", "#c8102e", "#0a8f6a", "#d9822b", "#6a4fc1", "#0b8aa8", "#b5438a", "#5a7d2b"];

export function face(text, key, style = "") {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  const shown = [...(text || "?")][0];
  return el("span", { class: `face ${style}`, style: `background:${COLOURS[sum % COLOURS.length]}` }, shown);
}

export const faceOf = (account, style) => face(account.avatar || account.name, account.appid, style);

// Times are Beijing's, whatever the browser's time zone.
const BEIJING = { timeZone: "Asia/Shanghai" };
const day = (date) => date.toLocaleDateString("zh-CN", { ...BEIJING, month: "long", day: "numeric" });

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("zh-CN", { ...BEIJING, hour: "2-digit", minute: "2-digit", hour12: false });
}

export function ago(seconds) {
  const then = new Date(seconds * 1000);
  return day(then) === day(new Date()) ? clock(seconds) : day(then);
}
