import type { components } from '@made/api'
import { client, data, from } from '@/api/client'

type Schemas = components['schemas']
export type RelayRow = Schemas['RelayRow']
export type RelaySeen = Schemas['RelaySeen']
export type RelayStep = Schemas['RelayStepSeen']
export type UnitStep = Schemas['UnitStepSeen']
export type RelayChoices = Schemas['RelayChoices']
export type PlanTyped = Schemas['RelayPlanGiven']
export type StepTyped = Schemas['RelayStepPlan']
export type Spread = Schemas['RelaySpread']

/** What of a list somebody wants; empty: all. */
export interface ListFilter {
  unit: string
  states: string
  words: string
  cursor: string
}

const of = (relay_id: string) => ({ params: { path: { relay_id } } })
const at = (relay_id: string, step_id: string) => ({ params: { path: { relay_id, step_id } } })

export const getRelays = (query: ListFilter) => data(client.GET('/relays', { params: { query } }))
export const getUnitSteps = (unit: string) => data(client.GET('/relay-steps', { params: { query: { unit } } })).then((said) => said.steps)
export const getChoices = (unit: string) => data(client.GET('/relay-choices', { params: { query: { unit } } }))
export const getRelay = (id: string) => data(client.GET('/relays/{relay_id}', of(id)))

export const newRelay = (unit: string, plan: PlanTyped, key: string) => data(client.POST('/relays', { body: { ...plan, unit }, headers: { 'Idempotency-Key': key } }))
export const savePlan = (id: string, version: number, plan: PlanTyped) => data(client.PUT('/relays/{relay_id}', { ...of(id), headers: from(version), body: plan }))
export const spread = (body: Spread) => data(client.POST('/relay-spread', { body })).then((said) => said.steps)
export const readTable = (unit: string, name: string, base64: string) => data(client.POST('/relay-table', { body: { unit, name, base64 } }))

export const start = (id: string) => data(client.POST('/relays/{relay_id}/start', of(id)))
export const drop = (id: string) => data(client.POST('/relays/{relay_id}/drop', of(id)))
export const pause = (id: string, reason: string) => data(client.POST('/relays/{relay_id}/pause', { ...of(id), body: { reason } }))
export const resume = (id: string, shift: boolean) => data(client.POST('/relays/{relay_id}/resume', { ...of(id), body: { shift } }))
export const end = (id: string, reason: string) => data(client.POST('/relays/{relay_id}/end', { ...of(id), body: { reason } }))
export const reopen = (id: string) => data(client.POST('/relays/{relay_id}/reopen', of(id)))

export const beginArticle = (id: string, step: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/begin', at(id, step))).then((said) => said.article)
export const attach = (id: string, step: string, article: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/attach', { ...at(id, step), body: { article } }))
export const detach = (id: string, step: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/detach', at(id, step)))
export const mendHandOn = (id: string, step: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/hand-on', at(id, step)))
export const remind = (id: string, step: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/remind', at(id, step)))
export const skip = (id: string, step: string, reason: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/skip', { ...at(id, step), body: { reason } }))
export const handOver = (id: string, step: string, body: Schemas['RelayHandOver']) => data(client.POST('/relays/{relay_id}/steps/{step_id}/hand-over', { ...at(id, step), body }))
export const restore = (id: string, step: string) => data(client.POST('/relays/{relay_id}/steps/{step_id}/restore', at(id, step)))
export const change = (id: string, step: string, body: Schemas['RelayStepChange']) => data(client.PUT('/relays/{relay_id}/steps/{step_id}', { ...at(id, step), body }))
