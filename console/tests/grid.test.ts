import { describe, expect, it } from 'vitest'
import { carriedTo } from '@/shared/carried'
import { countdown, monday, nextMonth, placeKey, plusDays, rows, span, today, toneOf, turned, weeks, type DaySeen } from '@/publishing/grid'

function a(date: string, ...times: string[]): DaySeen {
  return {
    date, left: 1, limit: 1,
    cells: times.map((time) => ({ at: `${date}T${time}:00+08:00`, slot: true, past: false, gap: true, entries: [] })),
  }
}

describe('dates', () => {
  it('begins a week on Monday, also on a Sunday and over the end of a year', () => {
    expect(monday('2026-11-29')).toBe('2026-11-23')
    expect(monday('2026-11-30')).toBe('2026-11-30')
    expect(monday('2027-01-01')).toBe('2026-12-28')
  })
  it('knows Beijing as today, not the browser', () => {
    expect(today('2026-11-30T16:30:00Z')).toBe('2026-12-01')
  })
  it('draws whole weeks of a month', () => {
    expect(span('month', '2026-12-15')).toEqual({ first: '2026-11-30', days: 35 })
    expect(span('month', '2027-02-10')).toEqual({ first: '2027-02-01', days: 28 })
    expect(span('month', '2026-08-01')).toEqual({ first: '2026-07-27', days: 42 })
    expect(span('week', '2026-12-03')).toEqual({ first: '2026-11-30', days: 7 })
  })
  it('turns to the page before and after', () => {
    expect(turned('week', '2026-12-03', 1)).toBe('2026-12-07')
    expect(turned('month', '2026-12-31', 1)).toBe('2027-01-01')
    expect(turned('month', '2027-01-31', -1)).toBe('2026-12-01')
    expect(nextMonth('2026-12-31')).toBe('2027-01-01')
    expect(plusDays('2028-02-28', 1)).toBe('2028-02-29')
  })
})

describe('the grid', () => {
  it('has a row for every time of some day, and a hole where a day has none', () => {
    const found = rows([a('2026-12-01', '08:00', '20:00'), a('2026-12-02', '08:00', '09:30', '20:00')])
    expect(found.map((row) => row.time)).toEqual(['08:00', '09:30', '20:00'])
    expect(found[1]!.cells.map((cell) => !!cell)).toEqual([false, true])
  })
  it('cuts a month into weeks', () => {
    const days = Array.from({ length: 35 }, (_, n) => a(plusDays('2026-11-30', n)))
    expect(weeks(days).map((week) => week[0]!.date)).toEqual(['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'])
  })
  it('finds a place whatever way its time is written', () => {
    expect(placeKey('p', '2026-12-01T08:00:00+08:00')).toBe(placeKey('p', '2026-12-01T00:00:00Z'))
  })
  it('tells planned from scheduled, and what went wrong from what is out', () => {
    expect([toneOf('planned'), toneOf('reserved'), toneOf('confirmed'), toneOf('failed')]).toEqual(['draft', 'approved', 'published', 'bad'])
  })
})

describe('order', () => {
  it('carries one to another place', () => {
    expect(carriedTo(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(carriedTo(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(carriedTo(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
  })
})

describe('countdown', () => {
  const now = Date.parse('2026-12-01T00:00:00Z')
  it('says days, hours, minutes, and nothing of what is over', () => {
    expect(countdown('2026-12-03T03:10:00Z', now)).toBe('2 天 3 小时')
    expect(countdown('2026-12-01T03:10:00Z', now)).toBe('3 小时 10 分')
    expect(countdown('2026-12-01T00:05:30Z', now)).toBe('5 分钟')
    expect(countdown('2026-11-30T23:59:00Z', now)).toBe('')
  })
})
