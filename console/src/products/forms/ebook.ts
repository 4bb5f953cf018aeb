/** An e-book as its editor holds it; the API's `forms/ebook.py` says what may stand there. */
export interface Chapter {
  kind: 'article' | 'policy'
  id: string
  revision: number
  account: string
  title: string
}
export interface Part {
  title: string
  chapters: Chapter[]
}
export interface Ebook {
  subtitle: string
  issuer: string
  date: string
  colour: string
  preface: string
  parts: Part[]
  imprint: string
}

/** Move a chapter one place up or down, over the border of its part where it stands at one. */
export function moved(parts: Part[], part: number, at: number, by: -1 | 1): Part[] {
  const made = parts.map((one) => ({ ...one, chapters: [...one.chapters] }))
  const [taken] = made[part]!.chapters.splice(at, 1)
  const inside = at + by
  if (inside >= 0 && inside <= made[part]!.chapters.length && !(by > 0 && at === parts[part]!.chapters.length - 1)) made[part]!.chapters.splice(inside, 0, taken!)
  else if (by < 0 && part > 0) made[part - 1]!.chapters.push(taken!)
  else if (by > 0 && part < made.length - 1) made[part + 1]!.chapters.unshift(taken!)
  else return parts
  return made
}

export const keyOf = (one: Chapter) => `${one.kind}:${one.account}:${one.id}`
