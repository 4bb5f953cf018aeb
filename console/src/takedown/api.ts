import type { components } from '@made/api'
import { client, data, from } from '@/api/client'

type Schemas = components['schemas']
export type TakedownSeen = Schemas['TakedownSeen']
export type TakedownDetail = Schemas['TakedownDetail']
export type PlaceSeen = Schemas['PlaceSeen']
export type Clue = Schemas['NewTakedown']['clues'][number]
export type ClueKind = Clue['kind']

/** Places of one page of the API. */
const PAGE = 100
/** Pages that are read one after the other to show every place. */
const MOST_PAGES = 20

const of = (takedown_id: string) => ({ params: { path: { takedown_id } } })

export const getCases = (unit: string, cursor: string) => data(client.GET('/takedowns', { params: { query: { unit, cursor } } }))
export const getCase = (id: string) => data(client.GET('/takedowns/{takedown_id}', of(id)))
export const beginCase = (unit: string, clues: Clue[], reason: string, key: string) =>
  data(client.POST('/takedowns', { body: { unit, clues, reason, order: '' }, headers: { 'Idempotency-Key': key } }))

/** Which places: of one account or unit, or in a state. */
export interface Filter {
  unit?: string
  account?: string
  state?: PlaceSeen['state']
}

/** Every place that fits, as far as `pages` pages reach, with how many there are. */
export async function getPlaces(id: string, filter: Filter, pages = MOST_PAGES): Promise<{ places: PlaceSeen[]; inAll: number }> {
  const places: PlaceSeen[] = []
  let cursor = ''
  let inAll = 0
  for (let n = 0; n < pages; n += 1) {
    const page = await data(client.GET('/takedowns/{takedown_id}/places', { params: { path: { takedown_id: id }, query: { ...filter, cursor, limit: PAGE } } }))
    places.push(...page.places)
    inAll = page.in_all
    cursor = page.next
    if (!cursor) break
  }
  return { places, inAll }
}

export const tick = (id: string, version: number, places: string[], ticked: boolean | null, reason: string) =>
  data(client.POST('/takedowns/{takedown_id}/ticks', { ...of(id), headers: from(version), body: { places, ticked, reason } }))
export const setThreshold = (id: string, version: number, threshold: number) =>
  data(client.PUT('/takedowns/{takedown_id}/threshold', { ...of(id), headers: from(version), body: { threshold } }))
export const approve = (id: string, version: number, note: string) =>
  data(client.POST('/takedowns/{takedown_id}/approval', { ...of(id), headers: from(version), body: { note } }))
export const reject = (id: string, version: number, reason: string) =>
  data(client.POST('/takedowns/{takedown_id}/rejection', { ...of(id), headers: from(version), body: { reason } }))
export const retry = (id: string, places: string[]) => data(client.POST('/takedowns/{takedown_id}/retries', { ...of(id), body: { places } }))
export const restore = (id: string, places: string[], reason: string) =>
  data(client.POST('/takedowns/{takedown_id}/restores', { ...of(id), body: { places, reason } }))
export const getProof = (id: string, form: 'xlsx' | 'json') =>
  data(client.GET('/takedowns/{takedown_id}/proof', { params: { path: { takedown_id: id }, query: { form } } }))
