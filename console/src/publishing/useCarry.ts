import { ElMessage } from 'element-plus'
import { computed, h, ref, shallowRef, type Ref } from 'vue'
import { Problem } from '@/api/problem'
import { attempt, complain, confirmed, told } from '@/shared/act'
import { shown } from '@/shared/time'
import { publishing as words } from '@/texts/publishing'
import { carryOut, drop, issue, move, places, swap } from './api'
import type { Clash, Wish } from './clash'
import { placeKey, today, type CalendarSeen, type Carried, type Place } from './grid'

/** Carrying an article or an issue to a slot: the API's word on every slot comes before the drop. */
export function useCarry(
  calendars: Ref<CalendarSeen[]>,
  view: Ref<{ first: string; days: number }>,
  again: () => Promise<void>,
) {
  const carried = shallowRef<Carried>()
  const known = ref(new Map<string, Place>())
  const clash = shallowRef<Clash>()

  function accountsFor(one: Carried): string[] {
    if (one.kind === 'issue') return [one.account]
    return calendars.value.filter((c) => c.unit === one.unit && !c.edit_refusal).map((c) => c.account)
  }

  let asking: Promise<void> = Promise.resolve()

  function begin(one: Carried): void {
    asking = look(one)
  }

  async function look(one: Carried): Promise<void> {
    carried.value = one
    known.value = new Map()
    try {
      const { first, days } = view.value
      const found = await Promise.all(
        accountsFor(one).map(async (account) => ({
          account, said: await places(account, first, days, one.kind === 'issue' ? one.id : ''),
        })),
      )
      if (carried.value !== one) return
      known.value = new Map(found.flatMap(({ account, said }) => said.map((p) => [placeKey(account, p.at), p])))
    } catch (error) {
      complain(error)
    }
  }

  let letGo = false

  function end(): void {
    if (letGo) return
    carried.value = undefined
    known.value = new Map()
  }

  function place(account: string, at: string): Place | undefined {
    return known.value.get(placeKey(account, at))
  }

  /** Whether what is carried may be let go here. */
  function welcome(account: string, at: string): boolean {
    const here = place(account, at)
    return !!here && (here.free || (carried.value?.kind === 'issue' && !!here.holder))
  }

  function titleOf(id: string): string {
    for (const calendar of calendars.value)
      for (const day of calendar.days)
        for (const cell of day.cells) for (const entry of cell.entries) if (entry.id === id) return entry.title
    return id
  }

  async function put(one: Carried, account: string, at: string, holder = ''): Promise<boolean> {
    let undo: () => Promise<unknown>
    let text: string
    try {
      if (one.kind === 'article') {
        undo = (await drop(one.id, account, at)).undo
        text = words.scheduled(one.title, shown(at))
      } else if (holder) {
        undo = await swap(one, holder)
        text = words.swapped(titleOf(holder))
      } else {
        undo = await move(one, at)
        text = words.moved(one.title, shown(at))
      }
    } catch (error) {
      await again()
      await quicker(error, one, account, at, holder)
      return false
    }
    told(text, async () => { await undo(); await again() })
    await again()
    return true
  }

  /** Somebody else was quicker: both versions of an issue, or the next slot for an article. */
  async function quicker(error: unknown, one: Carried, account: string, at: string, holder: string): Promise<void> {
    if (!(error instanceof Problem) || error.body.type !== 'conflict') return complain(error)
    try {
      if (one.kind === 'article') {
        const here = (await places(account, today(at), 1)).find((two) => placeKey('', two.at) === placeKey('', at))
        return here && !here.free ? refused(one, account, { ...here, why: error.message }) : complain(error)
      }
      const theirs = await issue(one.id)
      if (theirs.version === one.version) return complain(error)
      const wish: Wish = holder ? { deed: 'swap', body: { other: holder } } : { deed: 'move', body: { at } }
      clash.value = { said: error.message, seen: { ...theirs, title: one.title, at: one.at }, theirs, wish }
    } catch {
      complain(error)
    }
  }

  /** Do it all the same, from what they made of it. */
  async function insist(wish: Wish): Promise<void> {
    const { theirs } = clash.value!
    clash.value = undefined
    await attempt(() => carryOut(theirs.id, theirs.version, wish), words.done)
    await again()
  }

  /** Say why not, and offer the next slot that is free. */
  function refused(one: Carried, account: string, here?: Place): void {
    const why = here?.why ?? words.notHere
    const next = here?.next
    const message = ElMessage({
      type: 'warning',
      duration: 8000,
      message: next
        ? h('span', [
            why,
            h('a', {
              role: 'button', tabindex: 0, style: 'margin-left:12px;cursor:pointer',
              onClick: () => { message.close(); void put(one, account, next) },
            }, words.takeNext(shown(next))),
          ])
        : why,
    })
  }

  async function dropped(account: string, at: string): Promise<void> {
    const one = carried.value
    if (!one) return
    // A quick hand lets go before the answer is there. The end of the drag must not forget it meanwhile.
    letGo = true
    await asking
    letGo = false
    const here = place(account, at)
    const fits = welcome(account, at)
    end()
    if (!fits) {
      refused(one, account, here)
      return
    }
    const holder = one.kind === 'issue' && here?.holder ? here.holder : ''
    if (holder && !(await confirmed(words.swapWith, words.swapAsk(one.title, titleOf(holder)), words.swapWith))) return
    await put(one, account, at, holder)
  }

  return { carried, known: computed(() => known.value), begin, end, place, welcome, dropped, put, accountsFor, clash, insist }
}
