// @vitest-environment happy-dom
import { createApp, defineComponent, h } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const asked = vi.fn()
let count = 1

vi.mock('@/api/client', () => ({
  client: {
    GET: (...of: unknown[]) => {
      asked(...of)
      return { counts: { 'desk:province': count } }
    },
    POST: () => ({ url: 'https://127.0.0.1/live', ticket: 't' }),
  },
  data: async <T>(found: T) => found,
}))

class Bell {
  static OPEN = 1
  static last: Bell
  readyState = Bell.OPEN
  onopen = () => {}
  onmessage: (message: { data: string }) => void = () => {}
  onclose = () => {}
  send = vi.fn()
  constructor() {
    Bell.last = this
  }
}

const { useLive } = await import('@/shared/live')

let leave = () => {}
const heard = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Bell)
  asked.mockClear()
  heard.mockClear()
  count = 1
  const app = createApp(
    defineComponent({
      setup() {
        useLive(() => ['desk:province'], heard)
        return () => h('i')
      },
    }),
  )
  app.mount(document.createElement('div'))
  leave = () => app.unmount()
})

afterEach(() => {
  leave()
  Bell.last.onclose()
  vi.useRealTimers()
})

test('a bell that was lost is made up for by the count, beside an open connection', async () => {
  await vi.advanceTimersByTimeAsync(1)
  Bell.last.onopen()
  await vi.advanceTimersByTimeAsync(1)
  count = 2 // it changed, and nobody rang
  await vi.advanceTimersByTimeAsync(31_000)
  expect(heard).toHaveBeenCalledExactlyOnceWith(['desk:province'])
  count = 3
  await vi.advanceTimersByTimeAsync(31_000)
  expect(heard).toHaveBeenCalledTimes(2)
})

test('a bell is heard at once', async () => {
  await vi.advanceTimersByTimeAsync(1)
  Bell.last.onopen()
  Bell.last.onmessage({ data: JSON.stringify({ changed: ['desk:province', 'desk:city'] }) })
  expect(heard).toHaveBeenCalledExactlyOnceWith(['desk:province'])
})
