import type { components } from '@made/api'
import { followers as words } from '@/texts/numbers'
import { every, type Span } from './days'

export type FollowerDay = components['schemas']['FollowerDaySeen']

/** One line of a chart, a value a day; null where nothing is known. */
export interface Curve {
  name: string
  values: (number | null)[]
  /** A token of a colour; no two curves differ by colour alone. */
  tone: string
  line: 'solid' | 'dashed' | 'dotted'
  /** Drawn by the scale on the right. */
  right?: boolean
  faint?: boolean
  signed?: boolean
}

type Figure = 'came' | 'left' | 'net' | 'total'

/** The values of a figure on every day of a span, whatever days are told. */
export function along(span: Span, days: FollowerDay[], figure: Figure): (number | null)[] {
  const by = new Map(days.map((one) => [one.day, one[figure]]))
  return every(span).map((day) => by.get(day) ?? null)
}

/** New, left, net and all followers, and the same of the span before where it is to be compared. */
export function followerCurves(span: Span, days: FollowerDay[], before?: { span: Span; days: FollowerDay[] }): Curve[] {
  const found: Curve[] = [
    { name: words.came, values: along(span, days, 'came'), tone: '--state-approved', line: 'solid' },
    { name: words.left, values: along(span, days, 'left'), tone: '--state-bad', line: 'dotted' },
    { name: words.net, values: along(span, days, 'net'), tone: '--state-published', line: 'dashed', signed: true },
    { name: words.total, values: along(span, days, 'total'), tone: '--state-draft', line: 'solid', right: true },
  ]
  if (before)
    found.push(
      { name: words.before(words.came), values: along(before.span, before.days, 'came'), tone: '--state-approved', line: 'dashed', faint: true },
      { name: words.before(words.net), values: along(before.span, before.days, 'net'), tone: '--state-published', line: 'dotted', faint: true, signed: true },
    )
  return found
}
