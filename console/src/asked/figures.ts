import type { Curve } from '@/numbers/curves'
import { topic as words, topics } from '@/texts/question-topics'
import { shownDate } from '@/shared/time'
import type { Row, Seen } from './api'

const tenth = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 })
const share = new Intl.NumberFormat('zh-CN', { style: 'percent', maximumFractionDigits: 0 })

/** People a day, or times as many, to a tenth. */
export function rounded(value: number): string {
  return tenth.format(value)
}

/** How many times as often as before; new where nobody asked before. */
export function times(growth: number | null): string {
  return growth === null ? topics.fresh : topics.times(rounded(growth))
}

/** A share of questions in whole percents. */
export function part(of: number): string {
  return share.format(of)
}

/** Where a topic's page is. */
export function pathOf(account: string, topic: string): string {
  return `/numbers/question-topics/${encodeURIComponent(account)}/${encodeURIComponent(topic)}`
}

/** The board, with the dialog of a new topic that these questions fill in. */
export function toBoard(account: string, unit: string, topic: string, title: string) {
  return { path: '/board', query: { unit, account, of: topic, title } }
}

/** How many people asked, day by day. */
export function curves(days: Seen['days']): Curve[] {
  return [{ name: topics.asked, values: days.map((one) => one.people), tone: '--state-approved', line: 'solid' }]
}

/** Days of the curve that are worth a mark: when it was first asked, when it rose; one mark where both are one day. */
export function marks(seen: Pick<Seen, 'first_day' | 'spike'>): { day: string; title: string }[] {
  const rose = seen.spike ? shownDate(seen.spike.began) : ''
  if (rose === seen.first_day) return [{ day: rose, title: topics.spiking }]
  const first = { day: seen.first_day, title: words.firstDay }
  return rose ? [first, { day: rose, title: topics.spiking }] : [first]
}

/** People of the day of whom no place is known. */
export function unplaced(row: Pick<Row, 'asked'>, regions: Record<string, number>): number {
  return Math.max(0, row.asked - Object.values(regions).reduce((a, b) => a + b, 0))
}
