import { client, data } from '@/api/client'
import type { components } from '@made/api'

export type Wall = components['schemas']['Wall']
export type Part = 'followers' | 'pushes' | 'articles' | 'questions' | 'matrix' | 'orders' | 'alarms'
export type AlarmLine = components['schemas']['AlarmLine']
export type WallMatrix = components['schemas']['WallMatrix']

/** A request that hangs is given up after so long (milliseconds): a wall has nobody to press a button. */
const LONGEST = 20_000

export function readWall(unit: string, parts: Part[], ended?: AbortSignal): Promise<Wall> {
  const longest = AbortSignal.timeout(LONGEST)
  const signal = ended ? AbortSignal.any([longest, ended]) : longest
  return data(client.GET('/wall', { params: { query: { unit, parts: parts.join(',') } }, signal }))
}

export interface Code {
  code: string
  ends_at: string
}

const address = new URL('./display', document.baseURI).href
const headers = { 'X-Rongmei-Console': '1' }

/** Take a code for this screen; its secret stays in a cookie that no script reads. */
export async function takeCode(): Promise<Code> {
  const answer = await fetch(address, { method: 'POST', headers, signal: AbortSignal.timeout(LONGEST) })
  if (!answer.ok) throw new Error(String(answer.status))
  return (await answer.json()) as Code
}

/** Whether a person has let this screen in: `none` has no code, `in` names the unit. */
export async function askLetIn(): Promise<{ state: 'none' | 'waiting' | 'in'; unit?: string }> {
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(LONGEST) })
  if (!answer.ok) throw new Error(String(answer.status))
  return (await answer.json()) as { state: 'none' | 'waiting' | 'in'; unit?: string }
}
