import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import type { Problem } from '@/api/problem'
import { useLive } from '@/shared/live'
import { useMe } from '@/shell/me'
import { getBoard, sayAlive, type BoardSeen } from './api'
import { chime } from './chime'
import { coalesced } from './coalesced'
import { offset } from './countdown'
import { badge, inOrder, news, unread } from './order'

const BEAT = 60_000
/** Without a word of the bell the desk is looked at so often, while somebody sees it. */
const LOOK = 15_000
const SOUND = 'rongmei-desk-sound'
const SEEN = 'rongmei-desk-seen'

/** The desk of an account: kept fresh, heard and counted in the tab's title. */
export function useDesk(account: Ref<string>, open: Ref<string>) {
  const me = useMe()
  const seen = ref<BoardSeen>()
  const problem = ref<Problem>()
  const now = ref(Date.now())
  const sound = ref(localStorage.getItem(SOUND) !== 'off')
  const read = ref<Record<string, string>>(JSON.parse(sessionStorage.getItem(SEEN) ?? '{}') as Record<string, string>)
  let apart = 0
  const title = document.title

  const load = coalesced(async () => {
    const of = account.value
    if (!of) return
    try {
      const found = await getBoard(of)
      if (of !== account.value) return
      tell(found)
      seen.value = found
      apart = offset(found.board.at)
      problem.value = undefined
    } catch (error) {
      problem.value = error as Problem
    }
  })

  function tell(after: BoardSeen): void {
    if (!sound.value || !seen.value || seen.value.board.account !== after.board.account) return
    const found = news(seen.value.board, after.board)
    if (found.words.some((one) => one.id !== open.value || document.hidden)) chime('words')
    else if (found.queued.length && after.board.me?.presence === 'online') chime('queue')
  }

  const board = computed(() => seen.value?.board)
  const mine = computed(() => inOrder(board.value?.mine ?? []))
  const fresh = computed(() => unread(mine.value, read.value, document.hidden ? '' : open.value))

  watch([open, mine], () => {
    const row = mine.value.find((one) => one.id === open.value)
    if (row && !document.hidden && read.value[row.id] !== row.heard_at) {
      read.value = { ...read.value, [row.id]: row.heard_at }
      sessionStorage.setItem(SEEN, JSON.stringify(read.value))
    }
  })
  watch([fresh, board, open], () => {
    document.title = badge(document.title || title, fresh.value.size, board.value?.waiting.length ?? 0)
  })
  watch(sound, (on) => localStorage.setItem(SOUND, on ? 'on' : 'off'))
  watch(account, () => { seen.value = undefined; void load() }, { immediate: true })
  useLive(() => (account.value ? [`desk:${account.value}`] : []), () => void load())

  const ticking = setInterval(() => { now.value = Date.now() + apart }, 1000)
  const looking = setInterval(() => { if (!document.hidden) void load() }, LOOK)
  const beating = setInterval(() => {
    // Somebody works here: an agent on duty is not taken for absent.
    if (board.value?.me?.presence === 'online' && me.may('desk:presence:set')) void sayAlive(account.value).catch(() => undefined)
  }, BEAT)
  const back = () => { if (!document.hidden) void load() }
  onMounted(() => document.addEventListener('visibilitychange', back))
  onBeforeUnmount(() => {
    for (const timer of [ticking, looking, beating]) clearInterval(timer)
    document.removeEventListener('visibilitychange', back)
    document.title = badge(document.title, 0, 0)
  })

  return { seen, board, mine, fresh, problem, now, sound, load }
}
