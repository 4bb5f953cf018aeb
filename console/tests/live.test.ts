// @vitest-environment happy-dom
import { createApp, defineComponent, h, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const asked = vi.fn()
let count = 1

vi.mock('@/api/client', () => ({
  client: {
    GET: (...of: unknown[]) => {
      asked(...of)
      return { counts: { 'desk:province': count, 'desk:city': count } }
    },
    POST: () => ({ url: 'https://127.0.0.1/live', ticket: 't' }),
  },
  data: async <T>(found: T) => found,
}))

class Bell {
  static OPEN = 1
  static last: Bell | undefined
  readyState = Bell.OPEN
  onopen = () => {}
  onmessage: (message: { data: string }) => void = () => {}
  onclose = () => {}
  send = vi.fn()
  constructor() {
    Bell.last = this
  }
}

const topics = ref(['desk:province'])
let leave = () => {}
const heard = vi.fn()

beforeEach(async () => {
  vi.resetModules() // counts of the test before are forgotten
  Bell.last = undefined
  const { useLive } = await import('@/shared/live')
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Bell)
  asked.mockClear()
  heard.mockClear()
  count = 1
  topics.value = ['desk:province']
  const app = createApp(
    defineComponent({
      setup() {
        useLive(() => topics.value, heard)
        return () => h('i')
      },
    }),
  )
  app.mount(document.createElement('div'))
  leave = () => app.unmount()
})

afterEach(() => {
  leave()
  Bell.last?.onclose()
  vi.useRealTimers()
})

/** The page has its connection. */
async function connected(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000)
  Bell.last!.onopen()
}

test('a bell that was lost is made up for by the count, beside an open connection', async () => {
  await connected()
  await vi.advanceTimersByTimeAsync(1)
  count = 2 // it changed, and nobody rang
  await vi.advanceTimersByTimeAsync(31_000)
  expect(heard).toHaveBeenCalledExactlyOnceWith(['desk:province'])
  count = 3
  await vi.advanceTimersByTimeAsync(31_000)
  expect(heard).toHaveBeenCalledTimes(2)
})

test('a bell is heard at once', async () => {
  await connected()
  Bell.last!.onmessage({ data: JSON.stringify({ changed: ['desk:province', 'desk:city'] }) })
  expect(heard).toHaveBeenCalledExactlyOnceWith(['desk:province'])
})

test('what changes between the page\'s reading and its connection is noticed', async () => {
  await vi.advanceTimersByTimeAsync(100) // the page reads
  count = 2
  await connected()
  await vi.advanceTimersByTimeAsync(1)
  expect(heard).toHaveBeenCalledExactlyOnceWith(['desk:province'])
})

test('a topic that a page adds is watched from then on', async () => {
  await connected()
  topics.value = ['desk:province', 'desk:city']
  await vi.advanceTimersByTimeAsync(1)
  count = 2
  await vi.advanceTimersByTimeAsync(31_000)
  expect(heard).toHaveBeenCalledExactlyOnceWith(['desk:province', 'desk:city'])
})
