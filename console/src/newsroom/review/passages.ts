import type { CommentSeen } from '../api'

/** A stretch of a paragraph: plain, or what a comment is about. */
export interface Stretch {
  text: string
  comments: number[]
}

/** Paragraphs cut where comments begin and end; a quote marks the first place where it stands. */
export function marked(paragraphs: string[], comments: CommentSeen[]): Stretch[][] {
  const open = comments.filter((one) => one.quote && !one.outdated && !one.resolved_by)
  return paragraphs.map((paragraph) => {
    const spans = open
      .map((one) => ({ number: one.number, from: paragraph.indexOf(one.quote), length: one.quote.length }))
      .filter((one) => one.from >= 0)
    const cuts = [...new Set([0, paragraph.length, ...spans.flatMap((one) => [one.from, one.from + one.length])])].sort((a, b) => a - b)
    return cuts.slice(0, -1).map((from, n) => ({
      text: paragraph.slice(from, cuts[n + 1]),
      comments: spans.filter((one) => one.from <= from && from < one.from + one.length).map((one) => one.number),
    }))
  })
}

/** The how-manieth place of a quote (from 1) begins at `offset` of a paragraph. */
export function nthOf(paragraphs: string[], index: number, quote: string, offset: number): number {
  const before = [...paragraphs.slice(0, index), (paragraphs[index] ?? '').slice(0, offset + quote.length)].join('\n')
  let found = 0
  for (let at = before.indexOf(quote); at >= 0; at = before.indexOf(quote, at + 1)) found++
  return Math.max(1, found)
}
