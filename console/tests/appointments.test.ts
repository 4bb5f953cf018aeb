import { describe, expect, it } from 'vitest'
import { monthOn, plus, room, spans, weeksOf } from '@/appointments/days'

const day = (taken: number, more = {}) => ({ hours: ['09:00-12:00'], closed: '', places: 10, taken, ...more })

describe('the calendar of a hall', () => {
  it('has whole weeks from Monday to Sunday', () => {
    const weeks = weeksOf('2026-12')
    expect(weeks[0]![0]).toBe('2026-11-30')
    expect(weeks.at(-1)![6]).toBe('2027-01-03')
    expect(weeks.every((week) => week.length === 7)).toBe(true)
  })
  it('goes over the end of a year', () => {
    expect(monthOn('2026-12', 1)).toBe('2027-01')
    expect(monthOn('2026-01', -1)).toBe('2025-12')
    expect(plus('2026-12-31', 1)).toBe('2027-01-01')
  })
  it('never asks for more than six weeks', () => {
    for (let n = 0; n < 48; n += 1) expect(weeksOf(monthOn('2026-01', n)).length).toBeLessThanOrEqual(6)
  })
})

describe('how a day looks', () => {
  it('tells free, few and full apart', () => {
    expect([0, 7, 8, 10, 11].map((taken) => room(day(taken)))).toEqual(['free', 'free', 'few', 'full', 'full'])
  })
  it('is off without hours or places, and closed whatever else', () => {
    expect(room(day(0, { hours: [] }))).toBe('off')
    expect(room(day(0, { places: 0 }))).toBe('off')
    expect(room(day(0, { hours: [], closed: '系统升级' }))).toBe('closed')
  })
})

describe('hours as they are typed', () => {
  it('takes lines and commas, and any dash', () => {
    expect(spans('09:00-12:00\n13:30—17:00')).toEqual(['09:00-12:00', '13:30-17:00'])
    expect(spans('9:00-12:00，13:30~17:00')).toEqual(['9:00-12:00', '13:30-17:00'])
    expect(spans(' ')).toEqual([])
  })
  it('refuses what is no span', () => {
    expect(spans('上午')).toBeUndefined()
    expect(spans('09:00')).toBeUndefined()
  })
})
