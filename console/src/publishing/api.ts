import { client, data, from, newKey } from '@/api/client'
import type { components } from '@made/api'
import type { Wish } from './clash'
import type { Carried, CellSeen } from './grid'

export type IssueSeen = components['schemas']['IssueSeen']
export type Deed = components['schemas']['Deed']

export function deedOf(deeds: Deed[] | undefined, name: string): Deed | undefined {
  return deeds?.find((one) => one.name === name)
}

export function issue(id: string): Promise<IssueSeen> {
  return data(client.GET('/issues/{issue_id}', { params: { path: { issue_id: id } } }))
}

export type Deeds = 'add' | 'remove' | 'reorder' | 'schedule' | 'move' | 'swap' | 'unschedule' | 'cancel'

/** Do something with an issue, from the version that the person saw. */
export function act(id: string, version: number, deed: Deeds, body: object): Promise<IssueSeen> {
  const path = `/issues/{issue_id}/${deed}` as '/issues/{issue_id}/move'
  return data(
    client.POST(path, { params: { path: { issue_id: id } }, headers: from(version), body: body as { at: string } }),
  )
}

/** Do what a person wants of an issue, from the version that they saw. */
export function carryOut(id: string, version: number, wish: Wish): Promise<IssueSeen> {
  if (wish.deed !== 'settings') return act(id, version, wish.deed, wish.body)
  const body = wish.settings
  return data(client.PUT('/issues/{issue_id}', { params: { path: { issue_id: id } }, headers: from(version), body }))
}

export function places(account: string, first: string, days: number, issueId = '') {
  const query = { account, first, days, issue: issueId }
  return data(client.GET('/calendar/places', { params: { query } })).then((said) => said.places)
}

/** Put an article into a slot; returns the way back. */
export async function drop(article: string, account: string, at: string) {
  const made = await data(
    client.POST('/calendar/drop', { body: { account, at, articles: [article] }, headers: { 'Idempotency-Key': newKey() } }),
  )
  async function undo(): Promise<void> {
    const back = await act(made.issue, made.version, made.made ? 'cancel' : 'unschedule', { note: '撤销' })
    if (!made.made) await act(made.issue, back.version, 'remove', { articles: [article] })
  }
  return { made, undo }
}

/** Give an issue another time; returns the way back. */
export async function move(one: Carried & { kind: 'issue' }, at: string) {
  const moved = await act(one.id, one.version, 'move', { at })
  return async () => void (await act(one.id, moved.version, 'move', { at: one.at, off_slot: true }))
}

/** Two issues change places; doing it again is the way back. */
export async function swap(one: Carried & { kind: 'issue' }, other: string) {
  const swapped = await act(one.id, one.version, 'swap', { other })
  return async () => void (await act(one.id, swapped.version, 'swap', { other }))
}

/** The title of what stands in a cell. */
export function titleIn(cell: CellSeen | undefined, id: string): string {
  return cell?.entries.find((one) => one.id === id)?.title ?? id
}
