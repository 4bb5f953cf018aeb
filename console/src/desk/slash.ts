/** A canned reply that is being called in a text: from the slash before the cursor up to the cursor. */
export interface Call {
  from: number
  to: number
  typed: string
}

/**
 * The call at the cursor. A slash calls at the beginning, or after a blank or a sign of Chinese punctuation: an address
 * (`https://…`), a date (`1/2`) and a path are left alone.
 */
export function callAt(text: string, cursor: number): Call | undefined {
  const before = text.slice(0, cursor)
  const found = /(^|[\s，。；：！？、（）“”])\/([^\s/]{0,20})$/.exec(before)
  if (!found) return undefined
  const typed = found[2]!
  return { from: cursor - typed.length - 1, to: cursor, typed }
}

export interface Canned {
  name: string
  text: string
}

/** The canned replies that fit what is typed: names that begin so, names that hold it, texts that hold it. */
export function fitting(canned: Record<string, string>, typed: string): Canned[] {
  const wanted = typed.toLowerCase()
  const rank = (one: Canned): number => {
    const name = one.name.toLowerCase()
    if (name.startsWith(wanted)) return 0
    if (name.includes(wanted)) return 1
    return one.text.toLowerCase().includes(wanted) ? 2 : 9
  }
  return Object.entries(canned)
    .map(([name, text]) => ({ name, text }))
    .filter((one) => rank(one) < 9)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh'))
}

/** The text with the call replaced, and where the cursor stands then: what stood around it stays. */
export function inserted(text: string, call: Call, words: string): { text: string; cursor: number } {
  return { text: text.slice(0, call.from) + words + text.slice(call.to), cursor: call.from + words.length }
}
