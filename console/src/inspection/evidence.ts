/** What a finding shows: the passage in its surroundings, files among the evidence, time that is left. */

export interface Piece { text: string; marked: boolean }

/** The surroundings with every place of the passage marked; unmarked where it is not in them. */
export function pieces(around: string, what: string): Piece[] {
  if (!what) return [{ text: around, marked: false }]
  return around.split(what).flatMap((text, n) => [
    ...(n ? [{ text: what, marked: true }] : []),
    ...(text ? [{ text, marked: false }] : []),
  ])
}

export type Evidence = { kind: 'file'; ref: string; name: string } | { kind: 'link'; url: string } | { kind: 'words'; text: string }

/** A line of evidence: a file that was sent, an address that can be opened, or words. */
export function evidenceOf(line: string): Evidence {
  const file = /^file:[^#]+#(.+)$/.exec(line)
  if (file) return { kind: 'file', ref: line, name: file[1]! }
  if (/^https?:\/\/\S+$/.test(line)) return { kind: 'link', url: line }
  return { kind: 'words', text: line }
}

/** The filled lines of a text. */
export function linesOf(text: string): string[] {
  return text.split('\n').map((one) => one.trim()).filter(Boolean)
}

/** Whether an address may be opened from here: nothing but the web. */
export function isWeb(url: string): boolean {
  return /^https?:\/\//.test(url)
}
