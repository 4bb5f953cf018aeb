import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from '@made/api'
import { Problem, unreachable, type ProblemBody } from './problem'
import { signedOut } from './session'

const fromHere: Middleware = {
  onRequest({ request }) {
    // No form and no link of another site can send this header.
    if (request.method !== 'GET') request.headers.set('X-Rongmei-Console', '1')
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return response
    if (response.status === 401) signedOut.value = true
    throw new Problem(await bodyOf(response))
  },
  onError() {
    return unreachable()
  },
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody
  } catch {
    return { type: 'broken', title: `系统出错了（${response.status}），请稍后再试。`, status: response.status }
  }
}

/** The API. Every call throws a `Problem`, or returns its data. */
export const client = createClient<paths>({ baseUrl: new URL('./api/v1', document.baseURI).href })
client.use(fromHere)

/** The data of an answer: `await data(client.GET('/me'))`. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** A key that makes a create safe to send again. */
export function newKey(): string {
  return crypto.randomUUID()
}

/** The header of an edit that starts from a version. */
export function from(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` }
}
