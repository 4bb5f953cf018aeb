import { describe, expect, test } from 'vitest'
import { big, curve, net, shares } from '@/wall/figures'
import { begun, coming, goesOn, paused, standing, stepped, turned } from '@/wall/rotation'
import { due, scenesOf, secondsOf, SCENES } from '@/wall/scenes'
import { aside, backoff, clock, countdown, worn } from '@/wall/times'

const MINUTE = 60_000

describe('scenes take turns', () => {
  const six = begun(6, 1, 20_000, 0)

  test('each stands its time, and after the last comes the first', () => {
    expect(turned(six, 19_999).at).toBe(0)
    expect(turned(six, 20_000).at).toBe(1)
    let now = six
    for (let n = 1; n <= 6; n += 1) now = turned(now, n * 20_000)
    expect(now.at).toBe(0)
  })

  test('two stand side by side on a wide screen, and both go', () => {
    const wide = begun(5, 2, 20_000, 0)
    expect(standing(wide)).toEqual([0, 1])
    expect(coming(wide)).toEqual([2, 3])
    expect(standing(stepped(stepped(wide, 1, 0), 1, 0))).toEqual([4, 0])
  })

  test('one scene never turns, nor two on a screen that shows two', () => {
    expect(turned(begun(1, 1, 20_000, 0), 10 * MINUTE).at).toBe(0)
    expect(turned(begun(2, 2, 20_000, 0), 10 * MINUTE).at).toBe(0)
    expect(standing(begun(1, 2, 20_000, 0))).toEqual([0])
  })

  test('who looks closer has until the pause is over; then the scene stands its whole time once more', () => {
    const looking = paused(six, 120_000)
    expect(turned(looking, 119_999).at).toBe(0)
    const on = turned(looking, 120_000)
    expect([on.at, on.held, on.since]).toEqual([0, 0, 120_000])
    expect(turned(on, 140_000).at).toBe(1)
  })

  test('a wall that was held goes on only when somebody says so', () => {
    const held = paused(six, Infinity)
    expect(turned(held, 1e12).at).toBe(0)
    expect(turned(goesOn(held, 50_000), 70_000).at).toBe(1)
  })

  test('one goes back from the first to the last', () => {
    expect(stepped(six, -1, 0).at).toBe(5)
  })
})

describe('what an address asks for', () => {
  test('scenes in its order, each once; all where it names none', () => {
    expect(scenesOf('matrix,overview,matrix,weather')).toEqual(['matrix', 'overview'])
    expect(scenesOf('weather')).toEqual([...SCENES])
    expect(scenesOf(undefined)).toEqual([...SCENES])
  })

  test('seconds within reason', () => {
    expect([secondsOf('30'), secondsOf('1'), secondsOf('x'), secondsOf(undefined)]).toEqual([30, 20, 20, 20])
  })

  test('a part is due when its time is over, or when nobody has asked for it yet', () => {
    expect(due(['alarms', 'articles', 'followers'], { alarms: 90, articles: 90 }, 100)).toEqual(['alarms', 'followers'])
  })
})

describe('times', () => {
  test('after each failure the next try is later, a minute at most', () => {
    expect([1, 2, 3, 10, 500].map((n) => backoff(n, 0.5))).toEqual([2000, 4000, 8000, 60_000, 60_000])
    expect(backoff(500, 1)).toBeLessThanOrEqual(75_000)
  })

  test('a countdown ends at nothing and never goes below', () => {
    const at = '2026-12-01T02:00:00Z'
    const now = Date.parse(at)
    expect(countdown(at, now - 3_723_000)).toBe('1:02:03')
    expect(countdown(at, now - 59_400)).toBe('01:00')
    expect(countdown(at, now + MINUTE)).toBe('00:00')
  })

  test('the clock is Beijing’s', () => {
    expect(clock(Date.parse('2026-11-30T16:00:05Z'))).toBe('00:00:05')
  })

  test('the picture stands elsewhere each minute, and comes back', () => {
    expect(aside(0)).not.toEqual(aside(MINUTE))
    expect(aside(8 * MINUTE)).toEqual(aside(0))
  })

  test('a wall begins anew at night, and when another version is there', () => {
    const night = Date.parse('2026-12-01T20:10:00Z') // 04:10
    const noon = Date.parse('2026-12-01T04:00:00Z')
    expect(worn(night, night - 3 * 60 * MINUTE, '7', '7')).toBe(true)
    expect(worn(night, night - 5 * MINUTE, '7', '7')).toBe(false) // it has just done so
    expect(worn(noon, 0, '7', '7')).toBe(false)
    expect(worn(noon, noon, '8', '7')).toBe(true)
    expect(worn(noon, noon, '', '7')).toBe(false)
  })
})

describe('figures', () => {
  test('few digits from afar', () => {
    expect([0, 99_999, 100_000, 12_345_678, 123_456_789].map(big)).toEqual(['0', '99,999', '10.0万', '1234.6万', '1.23亿'])
    expect([0, 5, -1234].map(net)).toEqual(['0', '+5', '−1,234'])
  })

  test('shares are whole percents that add up', () => {
    expect(shares([1, 1, 1])).toEqual([34, 33, 33])
    expect(shares([0, 0])).toEqual([0, 0])
    expect(shares([2, 0])).toEqual([100, 0])
  })

  test('a day without a figure parts the curve, and none makes no line', () => {
    expect(curve([null, null], 10, 10)).toEqual([])
    expect(curve([1, 2, null, 2], 30, 10)).toEqual(['0.0,10.0 10.0,0.0', '30.0,0.0'])
    expect(curve([5, 5], 10, 10)).toEqual(['0.0,10.0 10.0,10.0'])
  })
})
