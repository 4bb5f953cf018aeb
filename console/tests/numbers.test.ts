import { expect, test } from 'vitest'
import { followerCurves, type FollowerDay } from '@/numbers/curves'
import { before, every, lastDays, length, moved } from '@/numbers/days'
import { change, growth, percent, sum, told } from '@/numbers/figures'
import { lines } from '@/numbers/spark'

const day = (on: string, came: number | null): FollowerDay => ({
  day: on, came, left: 1, net: came === null ? null : came - 1, total: 10, final: true, observed_at: null, sources: [],
})

test('the span before is as long and ends the day before', () => {
  const span = { since: '2026-02-27', until: '2026-03-02' }
  expect(length(span)).toBe(4)
  expect(before(span)).toEqual({ since: '2026-02-23', until: '2026-02-26' })
  expect(every(span)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'])
  expect(moved('2024-02-28', 1)).toBe('2024-02-29')
})

test('the last days end yesterday in Beijing, also where it is another day here', () => {
  expect(lastDays(7, 1, new Date('2026-11-28T17:00:00Z'))).toEqual({ since: '2026-11-22', until: '2026-11-28' })
  expect(lastDays(1, 1, new Date('2026-11-28T15:59:00Z'))).toEqual({ since: '2026-11-27', until: '2026-11-27' })
  expect(lastDays(2, 0, new Date('2026-11-28T17:00:00Z'))).toEqual({ since: '2026-11-28', until: '2026-11-29' })
})

test('a day that nobody told of is a gap, no zero', () => {
  const span = { since: '2026-11-01', until: '2026-11-03' }
  const [came] = followerCurves(span, [day('2026-11-01', 5), day('2026-11-02', null)])
  expect(came!.values).toEqual([5, null, null])
  expect(sum([5, null, undefined])).toBe(5)
  expect(sum([null])).toBe(null)
  expect([told(null), told(0), told(12345)]).toEqual(['—', '0', '12,345'])
})

test('the span before lies under this one, day by day, and no two curves differ by colour alone', () => {
  const span = { since: '2026-11-03', until: '2026-11-04' }
  const curves = followerCurves(span, [], { span: before(span), days: [day('2026-11-01', 7)] })
  expect(curves.find((one) => one.name === '新增（前一段）')!.values).toEqual([7, null])
  const looks = curves.map((one) => [one.line, !!one.faint, !!one.right].join())
  expect(new Set(looks).size).toBe(curves.length)
})

test('a change is signed, and there is none against nothing', () => {
  expect([change(3), change(-3), change(0)]).toEqual(['+3', '-3', '0'])
  expect([percent(growth(150, 100)), percent(growth(50, 100))]).toEqual(['+50%', '-50%'])
  expect([growth(5, 0), growth(5, -2), growth(null, 1)]).toEqual([null, null, null])
})

test('a small curve has a gap where a day is missing, and lies in its box', () => {
  expect(lines([0, 10, null, 5], 30, 10)).toBe('M0.0 10.0L10.0 0.0M30.0 5.0h0.1')
  expect(lines([4, 4], 10, 10)).toBe('M0.0 5.0L10.0 5.0')
  expect(lines([null], 10, 10)).toBe('')
})
