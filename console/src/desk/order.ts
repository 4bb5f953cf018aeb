import type { components } from '@made/api'

export type Row = components['schemas']['DeskRow']

/** One's own conversations: in the order in which they came, so that none moves away under the hand. */
export function inOrder(mine: Row[]): Row[] {
  return [...mine].sort((a, b) => a.opened_at.localeCompare(b.opened_at) || a.id.localeCompare(b.id))
}

/** The conversation after, or before, this one; round and round. */
export function neighbour(rows: Row[], current: string, step: 1 | -1): string {
  if (!rows.length) return ''
  const at = rows.findIndex((one) => one.id === current)
  if (at < 0) return rows[step > 0 ? 0 : rows.length - 1]!.id
  return rows[(at + step + rows.length) % rows.length]!.id
}

/** The conversation whose follower has waited longest for an answer, but for the present one. */
export function longestWaiting(rows: Row[], current = ''): string {
  const waiting = rows.filter((one) => one.unanswered_since && one.id !== current)
  waiting.sort((a, b) => a.unanswered_since!.localeCompare(b.unanswered_since!))
  return waiting[0]?.id ?? ''
}

/** Which of one's conversations have words that one has not seen: `seen` is the time of the last words seen of each. */
export function unread(rows: Row[], seen: Record<string, string>, open = ''): Set<string> {
  return new Set(rows.filter((one) => one.id !== open && one.heard_at > (seen[one.id] ?? '')).map((one) => one.id))
}

/** What is new between two looks: conversations with new words of a follower, and followers new in the queue. */
export function news(before: { mine: Row[]; waiting: Row[] } | undefined, after: { mine: Row[]; waiting: Row[] }) {
  if (!before) return { words: [] as Row[], queued: [] as Row[] }
  const heard = new Map(before.mine.map((one) => [one.id, one.heard_at]))
  const known = new Set([...before.waiting, ...before.mine].map((one) => one.id))
  return {
    words: after.mine.filter((one) => one.heard_at > (heard.get(one.id) ?? '')),
    queued: after.waiting.filter((one) => !known.has(one.id)),
  }
}

/** The title of the tab: how many wait for oneself, then for anybody. */
export function badge(title: string, mine: number, waiting: number): string {
  const bare = title.replace(/^(\(\d+\) |\[\d+\] )+/, '')
  return `${mine ? `(${mine}) ` : ''}${!mine && waiting ? `[${waiting}] ` : ''}${bare}`
}
