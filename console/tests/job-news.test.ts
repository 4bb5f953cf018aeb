import { describe, expect, it } from 'vitest'
import { freshOf, newlyEnded } from '@/shell/job-news'

const job = (id: string, state: string, ended_at: string | null = null) => ({ id, state, ended_at })

describe('the news of the bell', () => {
  it('counts what has ended since somebody looked, but not what they cancelled', () => {
    const jobs = [
      job('3', 'running'), job('2', 'done', '2026-11-28T10:00:00Z'),
      job('1', 'cancelled', '2026-11-28T10:00:00Z'), job('0', 'failed', '2026-11-28T08:00:00Z'),
    ]
    expect(freshOf(jobs, '2026-11-28T09:00:00Z').map((one) => one.id)).toEqual(['2'])
    expect(freshOf(jobs, '').map((one) => one.id)).toEqual(['2', '0'])
  })

  it('tells once of a job that was seen running', () => {
    const before = [job('2', 'running'), job('1', 'done', '2026-11-28T10:00:00Z')]
    const now = [job('2', 'done', '2026-11-28T11:00:00Z'), job('1', 'done', '2026-11-28T10:00:00Z'), job('0', 'done', '2026-11-28T09:00:00Z')]
    expect(newlyEnded(before, now).map((one) => one.id)).toEqual(['2'])
    expect(newlyEnded(now, now)).toEqual([])
  })
})
