import { beforeEach, describe, expect, it, vi } from 'vitest'
import { coalesced } from '@/desk/coalesced'
import { leftUntil, messagesOf, offset, waited } from '@/desk/countdown'
import { Drafts } from '@/desk/drafts'
import { isComposing, sends, shortcut } from '@/desk/keys'
import { badge, inOrder, longestWaiting, neighbour, news, unread, type Row } from '@/desk/order'
import { Outbox, verdictOf, type Pending } from '@/desk/outbox'
import { span } from '@/desk/records/seconds'
import { callAt, fitting, inserted } from '@/desk/slash'

/** A browser's storage, for a test. */
class Memory implements Storage {
  private readonly held = new Map<string, string>()
  get length() { return this.held.size }
  key(n: number) { return [...this.held.keys()][n] ?? null }
  getItem(key: string) { return this.held.get(key) ?? null }
  setItem(key: string, value: string) { this.held.set(key, value) }
  removeItem(key: string) { this.held.delete(key) }
  clear() { this.held.clear() }
}
let storage = new Memory()

const row = (id: string, more: Partial<Row> = {}) => ({ id, opened_at: `2026-12-01T0${id}:00:00Z`, heard_at: `2026-12-01T0${id}:00:00Z`, unanswered_since: null, ...more }) as Row
const at = (text: string) => new Date(text).getTime()

describe('the window', () => {
  const end = '2026-12-03T02:00:00Z'
  it('counts hours, then minutes and seconds, and says when it hurries', () => {
    expect(leftUntil(end, at('2026-12-01T02:00:00Z'))).toEqual({ text: '48 小时 0 分', urgency: 'calm' })
    expect(leftUntil(end, at('2026-12-02T22:30:00Z'))).toEqual({ text: '3 小时 30 分', urgency: 'soon' })
    expect(leftUntil(end, at('2026-12-03T01:59:55Z'))).toEqual({ text: '0 分 05 秒', urgency: 'now' })
    expect(leftUntil(end, at(end)).urgency).toBe('over')
    expect(leftUntil(null, 0).urgency).toBe('over')
  })
  it('is counted by the clock of the API, whatever the one of the browser says', () => {
    expect(offset('2026-12-01T02:00:00Z', at('2026-12-01T01:50:00Z'))).toBe(600_000)
  })
  it('says how long somebody waits', () => {
    const now = at('2026-12-01T02:00:00Z')
    expect(['2026-12-01T01:59:48Z', '2026-12-01T01:56:55Z', '2026-11-30T23:50:00Z', '2026-11-28T02:00:00Z', '2026-12-01T02:00:09Z'].map((since) => waited(since, now)))
      .toEqual(['12 秒', '3 分 05 秒', '2 小时 10 分', '3 天', '0 秒'])
  })
  it('counts messages by bytes: a Chinese sign takes three', () => {
    expect([messagesOf(''), messagesOf(' 您好 '), messagesOf('税'.repeat(682)), messagesOf('税'.repeat(683)), messagesOf('a'.repeat(2049))]).toEqual([0, 1, 1, 2, 2])
  })
  it('says stretches of records', () => {
    expect([span(null), span(0), span(59.6), span(200), span(3900)]).toEqual(['—', '0 秒', '1 分 0 秒', '3 分 20 秒', '1 小时 5 分'])
  })
})

describe('canned replies', () => {
  const canned = { 问候: '您好，请稍等', 结束语: '感谢咨询', 退税进度: '在 App 里看' }
  it('are called by a slash at the beginning or after a blank, several times', () => {
    expect(callAt('/问', 2)).toEqual({ from: 0, to: 2, typed: '问' })
    const text = '您好。/退 再见'
    expect(callAt(text, 5)).toEqual({ from: 3, to: 5, typed: '退' })
    expect(callAt(text, text.length)).toBeUndefined()
  })
  it.each(['https://', '见 http://a.cn/', '1/2', '和/或', 'a/'])('leave %s alone', (text) => {
    expect(callAt(text, text.length)).toBeUndefined()
  })
  it('keep what stands around the call, and put the cursor behind it', () => {
    const text = '您好，/结 祝好'
    const call = callAt(text, 5)!
    const made = inserted(text, call, canned.结束语)
    expect(made.text).toBe('您好，感谢咨询 祝好')
    expect(made.text.slice(0, made.cursor)).toBe('您好，感谢咨询')
  })
  it('are offered by the beginning of the name, then its inside, then the text', () => {
    expect(fitting(canned, '').length).toBe(3)
    expect(fitting(canned, '进').map((one) => one.name)).toEqual(['退税进度'])
    expect(fitting(canned, '请稍').map((one) => one.name)).toEqual(['问候'])
    expect(fitting(canned, '没有')).toEqual([])
  })
})

describe('drafts', () => {
  beforeEach(() => { storage = new Memory() })
  it('are kept for each conversation and person, and come back after a reload', () => {
    const mine = new Drafts('zuo1', storage)
    mine.set('s-1', { text: '稍等', mode: 'reply' })
    mine.set('s-2', { text: '老问题', mode: 'note' })
    expect([mine.has('s-1'), mine.has('s-3')]).toEqual([true, false])
    const again = new Drafts('zuo1', storage)
    expect([again.of('s-1').text, again.of('s-2').mode]).toEqual(['稍等', 'note'])
    expect(new Drafts('zuo2', storage).of('s-1').text).toBe('')
    again.set('s-1', { text: '', mode: 'reply' })
    expect(new Drafts('zuo1', storage).has('s-1')).toBe(false)
  })
  it('forget themselves after a week, and pass over what is no draft', () => {
    new Drafts('zuo1', storage).set('s-1', { text: '旧', mode: 'reply' }, Date.now() - 8 * 86_400_000)
    storage.setItem('rongmei-desk:zuo1:s-2', '{"text":3}')
    expect([new Drafts('zuo1', storage).has('s-1'), storage.length]).toEqual([false, 0])
  })
  it('get back what was not sent, before what was typed since', () => {
    const mine = new Drafts('zuo1', storage)
    mine.set('s-1', { text: '第二句', mode: 'reply' })
    mine.restore('s-1', '第一句', 'reply')
    expect(mine.of('s-1').text).toBe('第一句\n第二句')
  })
})

describe('the outbox', () => {
  const unknown = () => 'unknown' as const
  it('sends the texts of a conversation one after the other, whatever each takes', async () => {
    const sent: string[] = []
    const waits = [30, 0]
    const box = new Outbox(async (one) => { await new Promise((done) => setTimeout(done, waits.shift())); sent.push(one.text) }, unknown, () => undefined)
    await Promise.all([box.hand('s', 'reply', '一', 0, 'k1'), box.hand('s', 'reply', '二', 0, 'k2')])
    expect([sent, box.pending.length]).toEqual([['一', '二'], 0])
  })
  it('keeps what nobody knows of, and tries it again under the same key', async () => {
    const keys: string[] = []
    let down = true
    const box = new Outbox(async (one) => { keys.push(one.key); if (down) throw new Error('网络不通') }, unknown, () => undefined)
    await box.hand('s', 'reply', '一', 0, 'k1')
    expect(box.pending.map((one) => [one.state, one.problem])).toEqual([['failed', '网络不通']])
    down = false
    await box.retry(box.pending[0]!)
    expect([keys, box.pending.length]).toEqual([['k1', 'k1'], 0])
  })
  it('takes for refused only what is certain: a conflict, an expired sign-in or a lost network may have sent', () => {
    expect(['invalid', 'illegal_now', 'not_permitted', 'not_found'].map(verdictOf)).toEqual(Array(4).fill('refused'))
    expect(['conflict', 'signed_out', 'too_many', 'unavailable', 'broken', ''].map(verdictOf)).toEqual(Array(6).fill('unknown'))
  })
  it('gives back what was refused: no word is swallowed', async () => {
    const back: Pending[] = []
    const box = new Outbox(() => Promise.reject(new Error('超时')), () => 'refused', (one) => back.push(one))
    await box.hand('s', 'note', '备注', 0, 'k')
    expect([back.map((one) => [one.text, one.mode]), box.pending.length]).toEqual([[['备注', 'note']], 0])
  })
  it('shows each text once: on its way, or in the conversation', async () => {
    const box = new Outbox(() => new Promise(() => undefined), unknown, () => undefined)
    void box.hand('s', 'reply', '好', at('2026-12-01T02:00:00Z'), 'k1')
    void box.hand('s', 'reply', '好', at('2026-12-01T02:00:05Z'), 'k2')
    expect(box.of('other', [])).toEqual([])
    expect(box.of('s', [{ text: '好', at: '2026-12-01T01:00:00Z' }]).length).toBe(2)
    expect(box.of('s', [{ text: '好', at: '2026-12-01T02:00:01Z' }]).map((one): string => one.key)).toEqual(['k2'])
  })
})

describe('order', () => {
  const rows = [row('3', { unanswered_since: '2026-12-01T03:00:00Z' }), row('1'), row('2', { unanswered_since: '2026-12-01T02:30:00Z' })]
  it('is that of coming, so that none moves under the hand', () => {
    expect(inOrder(rows).map((one) => one.id)).toEqual(['1', '2', '3'])
  })
  it('goes round by keyboard, and to who has waited longest', () => {
    const mine = inOrder(rows)
    expect([neighbour(mine, '3', 1), neighbour(mine, '1', -1), neighbour(mine, 'gone', 1), neighbour([], 'x', 1)]).toEqual(['1', '3', '1', ''])
    expect([longestWaiting(mine), longestWaiting(mine, '2'), longestWaiting([row('1')])]).toEqual(['2', '3', ''])
  })
  it('knows what is unread, and what is new for the ear', () => {
    expect([...unread(rows, { 1: rows[1]!.heard_at }, '3')]).toEqual(['2'])
    const before = { mine: [row('1')], waiting: [row('4')] }
    const after = { mine: [row('1', { heard_at: '2026-12-01T09:00:00Z' }), row('4')], waiting: [row('5')] }
    expect(news(undefined, after)).toEqual({ words: [], queued: [] })
    const found = news(before, after)
    expect([found.words.map((one) => one.id), found.queued.map((one) => one.id)]).toEqual([['1', '4'], ['5']])
  })
  it('counts in the title, once', () => {
    expect([badge('坐席台', 2, 3), badge('(2) 坐席台', 0, 3), badge('[3] 坐席台', 0, 0)]).toEqual(['(2) 坐席台', '[3] 坐席台', '坐席台'])
  })
})

describe('keys', () => {
  const key = (name: string, more: KeyboardEventInit = {}) => ({ key: name, isComposing: false, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more }) as KeyboardEvent
  it('send by Enter or by Ctrl+Enter, and never while signs are being chosen', () => {
    expect([sends(key('Enter'), true), sends(key('Enter', { shiftKey: true }), true), sends(key('Enter'), false)]).toEqual([true, false, false])
    expect([sends(key('Enter', { ctrlKey: true }), false), sends(key('Enter', { metaKey: true }), true), sends(key('Enter', { altKey: true }), true)]).toEqual([true, true, false])
    expect([sends(key('Enter', { isComposing: true }), true), isComposing(key('a', { isComposing: true }))]).toEqual([false, true])
  })
  it('are shortcuts with Alt alone, by their place on the keyboard', () => {
    const alt = (code: string, more: KeyboardEventInit = {}) => shortcut(key('x', { code, altKey: true, ...more }))
    expect([alt('Digit3'), alt('KeyN'), alt('ArrowDown'), alt('KeyN', { ctrlKey: true }), shortcut(key('n', { code: 'KeyN' }))]).toEqual(['Alt+3', 'Alt+N', 'Alt+Down', '', ''])
  })
})

describe('asking often', () => {
  it('runs once at a time, and once more for all who asked meanwhile', async () => {
    const run = vi.fn(() => new Promise<void>((done) => setTimeout(done, 5)))
    const ask = coalesced(run)
    await Promise.all([ask(), ask(), ask()])
    expect(run).toHaveBeenCalledTimes(2)
    await ask()
    expect(run).toHaveBeenCalledTimes(3)
  })
})
