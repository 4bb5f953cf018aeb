/** Word's pictures: its HTML names files of the writer's computer, and the RTF beside it holds them. */

const LOCAL = /(<img\b[^>]*?\bsrc=)(["'])(file:[^"']*)\2/gi
/** A picture of RTF: its kind, then its bytes as hexadecimal digits. */
const PICTURE = /\{\\pict[\s\S]*?\\(png|jpeg)blip[\s\S]*?\\bliptag-?\d+(?:\\blipupi-?\d+)?(?:\s*\{\\\*\\blipuid\s?[\da-f]+\})?\s*([\da-f\s]+)\}/gi
const SHOWN = /\{\\\*\\shppict\s*/g

/** The pictures of an RTF document in their order. */
export function picturesOf(rtf: string): File[] {
  // Word writes each a second time for old programs, outside of the group for new ones.
  const inside = rtf.split(SHOWN).slice(1)
  const parts = inside.length ? inside.map((part) => part.slice(0, endOf(part))) : [rtf]
  return parts.flatMap((part) =>
    [...part.matchAll(PICTURE)].map(([, kind, digits]) => {
      const pairs = digits!.replace(/\s/g, '').match(/../g) ?? []
      return new File([Uint8Array.from(pairs, (pair) => parseInt(pair, 16))], `image.${kind}`, { type: `image/${kind}` })
    }),
  )
}

/** Where the group that a text begins in is closed. */
function endOf(part: string): number {
  let depth = 1
  for (let at = 0; at < part.length; at++) {
    if (part[at] === '\\') at++
    else if (part[at] === '{') depth++
    else if (part[at] === '}' && --depth === 0) return at
  }
  return part.length
}

/** The HTML with the keys of its local pictures, where the RTF has as many; what is missing keeps its place. */
export async function withPictures(html: string, rtf: string, take: (file: File) => Promise<string | undefined>): Promise<string> {
  const named = [...html.matchAll(LOCAL)].map((found) => found[3])
  const files = named.length ? picturesOf(rtf) : []
  if (!files.length || files.length !== named.length) return html
  const keys: (string | undefined)[] = []
  for (const file of files) keys.push(await take(file))
  let nth = 0
  return html.replace(LOCAL, (whole: string, before: string, quote: string) => {
    const key = keys[nth++]
    return key ? `${before}${quote}${key}${quote}` : whole
  })
}
