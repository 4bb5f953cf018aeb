import { onBeforeUnmount, watch } from 'vue'
import { client, data } from '@/api/client'

type Heard = (topics: string[]) => void

/** Seconds between two questions: where no bell rings, beside a bell (which may be lost), and while nobody looks. */
const FLOOR = 10
const BESIDE_BELL = 30
const HIDDEN = 60
const LONGEST_WAIT = 60
/** Milliseconds. */
const SOON = 500

const watched = new Map<symbol, { topics: string[]; heard: Heard }>()
let counts: Record<string, number> = {}
let socket: WebSocket | undefined
let connecting = false
let tries = 0
let timer = 0
let asking = 0
let first = 0

function topics(): string[] {
  return [...new Set([...watched.values()].flatMap((one) => one.topics))].sort()
}

function tell(changed: string[]): void {
  for (const one of watched.values()) {
    const mine = one.topics.filter((topic) => changed.includes(topic))
    if (mine.length) one.heard(mine)
  }
}

/** Ask for the counts, and tell which are others than before. */
async function ask(): Promise<void> {
  const asked = topics()
  if (!asked.length) return
  const found = (await data(client.GET('/live/changes', { params: { query: { topics: asked.join(',') } } }))).counts
  const changed = Object.keys(found).filter((topic) => topic in counts && counts[topic] !== found[topic])
  counts = found
  tell(changed)
}

function poll(): void {
  clearTimeout(asking)
  if (!watched.size) return
  const beside = socket?.readyState === WebSocket.OPEN ? BESIDE_BELL : FLOOR
  asking = window.setTimeout(
    () => void ask().catch(() => undefined).finally(poll),
    (document.hidden ? HIDDEN : beside) * 1000,
  )
}

async function connect(): Promise<void> {
  clearTimeout(timer)
  if (socket || connecting || !watched.size) return
  connecting = true
  try {
    const { url, ticket } = await data(client.POST('/live/ticket'))
    if (!url) return poll()
    socket = new WebSocket(`${url.replace(/^http/, 'ws')}?ticket=${encodeURIComponent(ticket)}`)
  } catch {
    return again()
  } finally {
    connecting = false
  }
  socket.onopen = () => {
    tries = 0
    say()
    // What changed while there was no connection.
    void ask().catch(() => undefined)
    poll()
  }
  socket.onmessage = (message) => {
    const { changed } = JSON.parse(message.data as string) as { changed?: string[] }
    if (changed) tell(changed)
  }
  socket.onclose = again
}

function again(): void {
  socket = undefined
  poll()
  const wait = Math.min(LONGEST_WAIT, 2 ** tries++) * (document.hidden ? 5 : 1)
  clearTimeout(timer)
  timer = window.setTimeout(() => void connect(), wait * 1000 * (0.75 + Math.random() / 2))
}

/** Whoever listens on a page connects together, after the page has asked for what it shows. */
function soon(): void {
  clearTimeout(timer)
  timer = window.setTimeout(() => void connect(), SOON)
}

/** Ask once for where all topics of a page stand, as it reads: what changes from then on is noticed, with or without a bell. */
function begin(): void {
  clearTimeout(first)
  first = window.setTimeout(() => void ask().catch(() => undefined), 0)
}

function say(): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ watch: topics() }))
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !socket) void connect()
})

/**
 * Call `heard` within about two seconds of a change in one of `of()`: `articles:{unit}`, `article:{id}`,
 * `calendar:{account}`, `desk:{account}`, `session:{id}`, `talk:…` (as a session names it),
 * `offers:{unit or account}`, `offer:{id}`, `jobs:{person}`, `board:{unit}`, `question-topics:{account}`,
 * `orders:{unit}`, `order:{id}`, `relays:{unit}`, `relay:{id}`, `takedowns:{unit}`, `takedown:{id}`.
 */
export function useLive(of: () => string[], heard: Heard): void {
  const me = Symbol('live')
  watch(
    of,
    (now) => {
      watched.set(me, { topics: now, heard })
      begin()
      if (socket) say()
      else soon()
    },
    { immediate: true, deep: true },
  )
  onBeforeUnmount(() => {
    watched.delete(me)
    say()
  })
}
