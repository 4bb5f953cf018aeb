import { expect, test } from 'vitest'
import { byTime, type Slot } from '@/workbench/slots'

const slot = (account: string, at: string, titles: string[] = []): Slot => ({
  account, account_name: account, at, past: false, titles, state: '', path: '', left: null,
})

test('slots stand under their time, what goes out apart from what is free', () => {
  const eight = '2026-12-01T00:00:00Z'
  const ten = '2026-12-01T02:00:00Z'
  const times = byTime([slot('city', eight), slot('province', eight, ['汇算']), slot('city', ten)])
  expect(times.map((time) => [time.at, time.taken.length, time.free.length])).toEqual([
    [eight, 1, 1],
    [ten, 0, 1],
  ])
  expect(times[0]?.taken[0]?.account).toBe('province')
})

test('a day without slots has no times', () => {
  expect(byTime([])).toEqual([])
})
