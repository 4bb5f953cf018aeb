// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'

const asked = vi.fn((..._: unknown[]) => ({ tasks: [] }))

vi.mock('@/api/client', () => ({
  client: { GET: (...of: unknown[]) => asked(...of) },
  data: async <T>(found: T) => found,
}))

const { workbenchOf } = await import('@/shell/tasks')

test('the bell and the page ask once when the page opens, and anew when something changed', async () => {
  vi.useFakeTimers()
  const [bell, page] = await Promise.all([workbenchOf('province'), workbenchOf('province')])
  expect(bell).toBe(page)
  expect(asked).toHaveBeenCalledTimes(1)
  await workbenchOf('city')
  expect(asked).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(60)
  await workbenchOf('province')
  expect(asked).toHaveBeenCalledTimes(3)
  vi.useRealTimers()
})
