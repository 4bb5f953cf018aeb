import type { components } from '@made/api'

export type ProblemBody = components['schemas']['Problem']

/** An answer of the API that is an error, as `application/problem+json` says it. */
export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.title)
  }

  /** The problems of one field, which stand at the field. */
  field(name: string): string {
    return (this.body.fields ?? [])
      .filter((one) => one.name === name)
      .map((one) => one.problem)
      .join('；')
  }
}

/** The problem of a request that never reached the API. */
export function unreachable(): Problem {
  return new Problem({ type: 'unavailable', title: '网络不通，请稍后再试。已输入的内容不会丢。', status: 0 })
}
