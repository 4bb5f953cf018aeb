import { expect, test } from 'vitest'
import { curves, marks, part, pathOf, rounded, times, toBoard, unplaced } from '@/asked/figures'

const spike = (began: string) => ({ topic: 't1', name: '', began, last_seen: began, goes_on: true, people: 42, minutes: 15, usual: 2.4 })

test('growth is told as a multiple, and as new where nobody asked before', () => {
  expect([times(null), times(0), times(2), times(3.24)]).toEqual(['新出现', '0 倍', '2 倍', '3.2 倍'])
  expect([rounded(0.04), rounded(1234.56), part(0.255)]).toEqual(['0', '1,234.6', '26%'])
})

test('a day of the curve is marked once, by the time in Beijing', () => {
  expect(marks({ first_day: '2026-11-01', spike: null })).toEqual([{ day: '2026-11-01', title: '首次出现' }])
  expect(marks({ first_day: '2026-11-01', spike: spike('2026-11-27T17:00:00Z') })).toEqual([
    { day: '2026-11-01', title: '首次出现' },
    { day: '2026-11-28', title: '突增' },
  ])
  expect(marks({ first_day: '2026-11-28', spike: spike('2026-11-27T17:00:00Z') })).toEqual([{ day: '2026-11-28', title: '突增' }])
})

test('the curve has people by day', () => {
  const [people] = curves([{ day: '2026-11-01', people: 0 }, { day: '2026-11-02', people: 7 }])
  expect(people!.values).toEqual([0, 7])
})

test('people of whom no place is known are the rest, and never fewer than none', () => {
  expect(unplaced({ asked: 9 }, { 青溪市: 4, 云溪县: 2 })).toBe(3)
  expect(unplaced({ asked: 3 }, { 青溪市: 4 })).toBe(0)
})

test('the board opens with what the new topic comes from', () => {
  expect(toBoard('jia', 'city', 't1', '育儿、补贴')).toEqual({ path: '/board', query: { unit: 'city', account: 'jia', of: 't1', title: '育儿、补贴' } })
  expect(pathOf('jia', 't1')).toBe('/numbers/question-topics/jia/t1')
})
