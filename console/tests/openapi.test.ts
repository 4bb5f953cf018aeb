import { describe, expect, it } from 'vitest'
import openapi from '../../chalicelib/console/openapi.json'
import { fieldsOf, routesOf, typeOf, type Description, type Field } from '@/integrations/openapi'

const all = openapi as unknown as Description

describe('the description of the API', () => {
  it('shows every route in a section with a Chinese name', () => {
    const sections = routesOf(all, '')
    const number = Object.values(all.paths).reduce((sum, one) => sum + Object.keys(one).length, 0)
    expect(sections.reduce((sum, one) => sum + one.routes.length, 0)).toBe(number)
    expect(sections.filter((one) => !/[一-鿿]/.test(one.title))).toEqual([])
  })

  it('finds routes by path and by name', () => {
    expect(routesOf(all, '/jobs/{job_id}/cancel').flatMap((one) => one.routes.map((route) => route.id))).toEqual(['post /jobs/{job_id}/cancel'])
    expect(routesOf(all, '接口令牌').flatMap((one) => one.routes).length).toBeGreaterThan(2)
    expect(routesOf(all, 'no such thing')).toEqual([])
  })

  it('knows the type of every parameter, body and answer, however deep', () => {
    // Collected, and expected once: there are tens of thousands.
    const untyped: string[] = []
    const open = (fields: Field[], depth: number): void => {
      for (const field of fields) {
        if (!field.type) untyped.push(field.name)
        if (depth) open(field.inner?.() ?? [], depth - 1)
      }
    }
    for (const { operation } of routesOf(all, '').flatMap((one) => one.routes)) {
      for (const one of operation.parameters ?? []) if (!typeOf(all, one.schema)) untyped.push(one.name)
      for (const answer of [operation.requestBody, ...Object.values(operation.responses ?? {})])
        for (const { schema } of Object.values(answer?.content ?? {})) open(fieldsOf(all, schema), 2)
    }
    expect(untyped).toEqual([])
  })

  it('bears a schema that holds itself', () => {
    const circle: Description = { info: { title: '', version: '' }, paths: {}, components: { schemas: { Node: { properties: { next: { $ref: '#/components/schemas/Node' } } } } } }
    const [next] = fieldsOf(circle, { $ref: '#/components/schemas/Node' })
    expect(next!.inner!()[0]!.name).toBe('next')
  })
})
