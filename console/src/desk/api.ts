import { client, data, newKey } from '@/api/client'
import type { components } from '@made/api'

export type BoardSeen = components['schemas']['BoardSeen']
export type Board = components['schemas']['Board']
export type SessionSeen = components['schemas']['SessionSeen']
export type Line = components['schemas']['TalkLine']
export type Content = components['schemas']['SentContent']
export type Deed = components['schemas']['Deed']
export type Suggested = components['schemas']['Suggested']
export type PassOn = components['schemas']['PassOn']
export type SetupSeen = components['schemas']['SetupSeen']

const at = (account: string) => ({ params: { path: { account } } })
const one = (account: string, session: string) => ({ params: { path: { account, session } } })

export const getBoard = (account: string) => data(client.GET('/desk/{account}', at(account)))
export const setPresence = (account: string, presence: 'online' | 'break' | 'offline', hand_back = false) =>
  data(client.POST('/desk/{account}/presence', { ...at(account), body: { presence, hand_back } }))
export const sayAlive = (account: string) => client.POST('/desk/{account}/heartbeat', at(account))
export const takeNext = (account: string) => data(client.POST('/desk/{account}/next', at(account)))

export const keepCanned = (account: string, name: string, text: string, before: string | null) =>
  data(client.PUT('/desk/{account}/canned', { ...at(account), body: { name, text, before } }))
export const dropCanned = (account: string, name: string) =>
  data(client.DELETE('/desk/{account}/canned', { params: { path: { account }, query: { name } } }))

export const getSession = (account: string, session: string, whole = false) =>
  data(client.GET('/desk/{account}/sessions/{session}', { params: { path: { account, session }, query: { whole } } }))
export const getSuggestions = (account: string, session: string, words = '') =>
  data(client.GET('/desk/{account}/sessions/{session}/suggestions', { params: { path: { account, session }, query: { words } } }))
export const take = (account: string, session: string) => data(client.POST('/desk/{account}/sessions/{session}/take', one(account, session)))
export const reply = (account: string, session: string, text: string, key: string) =>
  data(client.POST('/desk/{account}/sessions/{session}/reply', { ...one(account, session), body: { text }, headers: { 'Idempotency-Key': key } }))
export const sendPicture = (account: string, session: string, base64: string, key: string) =>
  data(client.POST('/desk/{account}/sessions/{session}/picture', { ...one(account, session), body: { base64 }, headers: { 'Idempotency-Key': key } }))
export const note = (account: string, session: string, text: string, key = newKey()) =>
  data(client.POST('/desk/{account}/sessions/{session}/note', { ...one(account, session), body: { text }, headers: { 'Idempotency-Key': key } }))
export const transfer = (account: string, session: string, to: PassOn) =>
  data(client.POST('/desk/{account}/sessions/{session}/transfer', { ...one(account, session), body: to }))
export const resolve = (account: string, session: string, survey: boolean, words: string) =>
  data(client.POST('/desk/{account}/sessions/{session}/resolve', { ...one(account, session), body: { survey, note: words } }))

/** The address of a picture, voice or video that a follower sent. */
export function mediaUrl(account: string, session: string, key: string): string {
  return new URL(`./api/v1/desk/${account}/sessions/${session}/media?key=${encodeURIComponent(key)}`, document.baseURI).href
}

export function deedOf(deeds: Deed[] | undefined, name: string): Deed | undefined {
  return deeds?.find((found) => found.name === name)
}
