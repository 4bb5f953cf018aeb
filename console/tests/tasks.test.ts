import { describe, expect, it } from 'vitest'
import { keyOf, unseen } from '@/shell/task-news'

const waits = (n: number) => ({ kind: 'waiting', path: `/desk?session=s-${n}` })

describe('the bell', () => {
  it('rings for what was not there at the last look', () => {
    expect(unseen([waits(1), waits(2)], [keyOf(waits(1))])).toEqual([waits(2)])
  })

  it('rings again for what went and came back', () => {
    const after = [waits(2)].map(keyOf)
    expect(unseen([waits(1), waits(2)], after)).toEqual([waits(1)])
  })

  it('tells two tasks at one place apart', () => {
    const path = '/matrix/inbox?offer=o-1'
    expect(unseen([{ kind: 'offer', path }, { kind: 'change', path }], [keyOf({ kind: 'offer', path })])).toEqual([{ kind: 'change', path }])
  })
})
