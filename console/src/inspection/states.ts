import type { FindingState } from './api'

/** The states that the filter's words stand for; empty shows all. */
export const SHOWN: Record<string, FindingState[]> = {
  open: ['open', 'returned'],
  waiting: ['rectified', 'appealed'],
  done: ['closed', 'revoked', 'gone'],
}
