/** A piece of a text reply as WeChat shows it: words, or a link that opens something or says something. */
export interface Segment {
  text: string
  /** A web address that a browser can open. */
  url?: string
  /** A link of the menu kind: tapping it sends these words under this id. */
  tap?: { text: string; id: string }
  /** A mini program or another app; it is named and not opened. */
  app?: string
}

const LINK = /<a\b([^>]*)>([\s\S]*?)<\/a\s*>/gi
const MENU = 'weixin://bizmsgmenu?'

function attribute(of: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^"'\\s>]+))`, 'i').exec(of)
  return unescaped(found?.[1] ?? found?.[2] ?? found?.[3] ?? '')
}

function unescaped(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
}

function link(attributes: string, words: string): Segment {
  const href = attribute(attributes, 'href')
  const appid = attribute(attributes, 'data-miniprogram-appid')
  const text = unescaped(words)
  if (appid) return { text, app: appid }
  if (href.startsWith(MENU)) {
    const query = new URLSearchParams(href.slice(MENU.length))
    return { text, tap: { text: query.get('msgmenucontent') ?? text, id: query.get('msgmenuid') ?? '' } }
  }
  if (/^https?:\/\//i.test(href)) return { text, url: href }
  return { text, app: href }
}

/** A text of a reply in pieces. Nothing of it is ever HTML: what is no link of WeChat's kind stays the words that it is. */
export function segments(text: string): Segment[] {
  const made: Segment[] = []
  let at = 0
  for (const found of text.matchAll(LINK)) {
    if (found.index > at) made.push({ text: text.slice(at, found.index) })
    made.push(link(found[1]!, found[2]!))
    at = found.index + found[0].length
  }
  if (at < text.length) made.push({ text: text.slice(at) })
  return made
}

/** A text of a reply as words alone, for lists. */
export function plain(text: string): string {
  return segments(text).map((one) => one.text).join('')
}
